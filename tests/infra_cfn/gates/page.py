"""Tell in docs/gates.md which gates see which mistake: `python -m tests.infra_cfn.gates.page`."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.infra_cfn.gates.judged import GATES, Judged, judged
from tests.infra_cfn.gates.memory import keep, recall
from tests.infra_cfn.gates.mistakes import BY_AREA
from tests.infra_cfn.gates.proofs import CONTROL, PRIVILEGE
from tests.infra_cfn.gates.statements import DEEDS

PAGE = Path(__file__).parents[3] / "docs/gates.md"
INTRODUCTION = """\
# Which gate sees which mistake

Somebody could make each of these mistakes in the templates; the gates of `make test` that would see
it are marked. `make gates` writes this page by making every mistake and asking every gate, and a
test fails when the page no longer tells the truth, or a mistake is seen by none.

- **own controls**: what must be so and no tool looks at (`tests/infra_cfn/controls/`)
- **cfn-lint**, **checkov**, **cloudformation-validate** and **parliament**: others' tools. What
  they say of our own templates is listed with a reason (`tests/infra_cfn/gates/test_gates.py`), so
  anything else that they say fails.
- **network proof**: who reaches whom, by the rules of `studentcloud doctor --network`
- **least privilege**: roles may what is asked of them and nothing else (`tests/least_privilege/`)
"""

STATEMENTS = """
## Every statement of every role

Made from the templates: each statement is taken away, and widened in each way that it can be. Of
our own gates, **C** is a control that sees it, and **L** the proof of least privilege. Without a
statement a call that a program makes in a test is denied, or `NOT_CALLED` in
`tests/least_privilege/test_granted_and_used.py` says why no test can make it.
"""
LETTERS = {CONTROL: "C", PRIVILEGE: "L"}


def page(found: Judged) -> str:
    """Return the page."""
    lines = [INTRODUCTION, *_counts(found), *_tables(found), STATEMENTS, *_statements(found)]
    return "\n".join(lines) + "\n"


def _counts(found: Judged) -> Iterator[str]:
    yield f"Of {len(found.seen)} mistakes:"
    yield ""
    yield "| gate | sees | alone |"
    yield "|---|--:|--:|"
    for gate in GATES:
        sees = [said for said in found.seen.values() if gate in said]
        alone = sum(len(said) == 1 for said in sees)
        yield f"| {gate} | {len(sees)} | {alone} |"


def _tables(found: Judged) -> Iterator[str]:
    for area, mistakes in BY_AREA.items():
        yield f"\n## {area}\n"
        yield f"| mistake | {' | '.join(GATES)} |"
        yield f"|---|{'|'.join([':-:'] * len(GATES))}|"
        for mistake in mistakes:
            marks = ("●" if gate in found.seen[mistake.name] else "" for gate in GATES)
            yield f"| {mistake.name} | {' | '.join(marks)} |"


def _statements(found: Judged) -> Iterator[str]:
    yield f"| statement | {' | '.join(DEEDS)} |"
    yield f"|---|{'|'.join([':-:'] * len(DEEDS))}|"
    for statement, deeds in found.statements.items():
        cells = (
            " ".join(letter for gate, letter in LETTERS.items() if gate in deeds.get(deed, {}))
            for deed in DEEDS
        )
        yield f"| {statement} | {' | '.join(cells)} |"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        told = judged(Path(folder), recall())
    keep(told.memory)
    PAGE.write_text(page(told))
    sys.stderr.write("docs/gates.md\n")
