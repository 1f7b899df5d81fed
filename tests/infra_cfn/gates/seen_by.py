"""Which controls see which mistake: `python -m tests.infra_cfn.gates.seen_by` lists them."""

import sys
from functools import cache

from tests.infra_cfn.controls.estate import CONTROLS, Estate, read_all
from tests.infra_cfn.gates.mistakes_access import ACCESS
from tests.infra_cfn.gates.mistakes_data import DATA
from tests.infra_cfn.gates.mistakes_programs import PROGRAMS

TEMPLATES = read_all()
MISTAKES = {mistake.name: mistake for mistake in (*DATA, *PROGRAMS, *ACCESS)}


@cache
def seen_by(name: str) -> frozenset[str]:
    """Return the controls that see a mistake."""
    mistaken = MISTAKES[name].made(TEMPLATES)
    estates = [Estate(name, mistaken) for name in ("production", "development")]
    seen = {
        control.name
        for estate in estates
        for control in CONTROLS
        if (control.everywhere or estate is estates[0]) and control.failures(estate)
    }
    return frozenset(seen)


if __name__ == "__main__":
    for each in MISTAKES:
        sys.stdout.write(f"{each}: {', '.join(sorted(seen_by(each))) or 'nobody'}\n")
