"""Every mistake that somebody could make in the templates is seen, and every control sees one."""

from functools import cache

import pytest

from tests.infra_cfn.controls.estate import CONTROLS, Estate, read_all
from tests.infra_cfn.gates.mistakes_access import ACCESS
from tests.infra_cfn.gates.mistakes_data import DATA
from tests.infra_cfn.gates.mistakes_programs import PROGRAMS

TEMPLATES = read_all()
MISTAKES = {mistake.name: mistake for mistake in (*DATA, *PROGRAMS, *ACCESS)}
LEAST = 60  # mistakes


@cache
def seen_by(name: str) -> frozenset[str]:
    """Return the controls that see a mistake, and `network` if the network's rules do."""
    mistaken = MISTAKES[name].made(TEMPLATES)
    estates = [Estate(name, mistaken) for name in ("production", "development")]
    seen = {
        control.name
        for estate in estates
        for control in CONTROLS
        if (control.everywhere or estate is estates[0]) and control.failures(estate)
    }
    return frozenset(seen)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_seen(name: str) -> None:
    assert seen_by(name)


def test_every_control_sees_a_mistake() -> None:
    seeing = frozenset[str]().union(*map(seen_by, MISTAKES))

    assert {control.name for control in CONTROLS} - seeing == set()


def test_there_are_enough_mistakes_to_believe_in_the_controls() -> None:
    assert len(MISTAKES) == len(DATA) + len(PROGRAMS) + len(ACCESS) >= LEAST
