"""From a file's bytes to its rows, as the importer reads them, without records or database."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ec2_batch.imports.blocks import LINE, read_blocks
from ec2_batch.imports.cells import HASH, cut_cells
from ec2_batch.imports.detect import HEAD_BYTES, detect
from ec2_batch.imports.issue import Issue
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.references import Names, References
from ec2_batch.imports.validate import Validator

REFERENCES = References(
    today=date(2026, 11, 22),
    schools=Names.of("school", [(1, ["org-1", "Riverside High School"]), (2, ["org-2", None])]),
    courses=Names.of("course", [(7, ["CS-101", "Computer Science"])]),
    default_school=1,
)

# A row's cells or staged values, or what is wrong with it, by the line on which it begins.
Rows = dict[int, list[str] | list[Issue]]


def cells_of(data: bytes, chunk: int = 1 << 20) -> Rows:
    """Return the rows of a file that comes in chunks of so many bytes."""
    return cells_in((data[at : at + chunk] for at in range(0, len(data), chunk)), layout_of(data))


def cells_in(chunks: Iterable[bytes], layout: Layout) -> Rows:
    found: Rows = {}
    for block in read_blocks(chunks, layout):
        cells = cut_cells(block, layout)
        found |= {row[0]: list(row[1:]) for row in cells.frame.drop(HASH).rows()}
        found |= {issue.line: [issue] for issue in cells.issues}
    return dict(sorted(found.items()))


def staged_of(
    data: bytes | str, references: References = REFERENCES
) -> tuple[list[dict[str, Any]], list[Issue]]:
    """Return the rows that say nothing impossible, and what is wrong with the others."""
    data = data.encode() if isinstance(data, str) else data
    layout = layout_of(data)
    validator = Validator(layout, references)
    staged, issues = [], []
    for block in read_blocks([data], layout):
        validated = validator.validate(cut_cells(block, layout))
        staged += validated.frame.sort(LINE).to_dicts()
        issues += validated.issues
    return staged, sorted(issues, key=lambda issue: issue.line)


def layout_of(data: bytes) -> Layout:
    """Return what a file's first bytes tell."""
    return detect(data[:HEAD_BYTES], whole=len(data) <= HEAD_BYTES)
