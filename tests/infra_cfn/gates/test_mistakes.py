"""Every mistake that somebody could make in the templates is seen, and every control sees one."""

import pytest

from tests.infra_cfn.controls.estate import CONTROLS
from tests.infra_cfn.gates.seen_by import MISTAKES, seen_by

LEAST = 60


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_seen(name: str) -> None:
    assert seen_by(name)


def test_every_control_sees_a_mistake() -> None:
    seeing = frozenset[str]().union(*map(seen_by, MISTAKES))

    assert {control.name for control in CONTROLS} - seeing == set()


def test_there_are_enough_mistakes_to_believe_in_the_controls() -> None:
    assert len(MISTAKES) >= LEAST
