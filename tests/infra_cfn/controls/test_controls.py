"""Every control holds, in production and in development."""

import pytest

from tests.infra_cfn.controls.estate import CONTROLS, Control, Estate, read_all

TEMPLATES = read_all()
ESTATES = {name: Estate(name, TEMPLATES) for name in ("production", "development")}


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: f"{control.area}: {control.name}")
def test_it_holds(control: Control) -> None:
    for estate in ESTATES.values():
        if control.everywhere or estate.environment == "production":
            assert control.failures(estate) == [], estate.environment


def test_no_two_controls_have_one_name() -> None:
    assert len({control.name for control in CONTROLS}) == len(CONTROLS)
