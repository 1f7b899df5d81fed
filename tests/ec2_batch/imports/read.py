"""The door by which tests read a file: bytes in, cells or records and issues out, no database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ec2_batch.imports.detect.detect import HEAD_BYTES, detect
from ec2_batch.imports.issue import Issue, UnreadableFileError
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.references.references import Names, References
from ec2_batch.imports.rows.blocks import LINE, read_blocks
from ec2_batch.imports.rows.cells import HASH, cut_cells
from ec2_batch.imports.rows.validate import Validator

REFERENCES = References(
    today=date(2026, 11, 22),
    schools=Names.of("school", [(1, ["org-1", "Riverside High School"]), (2, ["org-2", None])]),
    courses=Names.of("course", [(7, ["CS-101", "Computer Science"])]),
    default_school=1,
)

# A row's cells, or what is wrong with it, by the line on which it begins.
Rows = dict[int, list[str] | list[Issue]]


@dataclass
class Read:
    """What a file holds: the record of each good row, and what is wrong with the others."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    @property
    def codes(self) -> list[tuple[int, str]]:
        """Return each issue's line and code."""
        return [(issue.line, issue.code) for issue in self.issues]


def read(data: bytes | str, references: References = REFERENCES) -> Read:
    """Return what a file holds."""
    whole = data.encode() if isinstance(data, str) else data
    return read_chunks(lambda: [whole], references)


def read_chunks(chunks: Callable[[], Iterable[bytes]], references: References = REFERENCES) -> Read:
    """Return what a file holds whose bytes may be too many to have at once."""
    found = Read()
    try:
        layout = _layout(chunks)
    except UnreadableFileError as error:
        found.issues.append(error.issue)
        return found
    validator = Validator(layout, references)
    for block in read_blocks(chunks(), layout):
        validated = validator.validate(cut_cells(block, layout))
        found.rows += validated.frame.sort(LINE).drop(LINE).to_dicts()
        found.issues += validated.issues
    found.issues.sort(key=lambda issue: issue.line)
    return found


def _layout(chunks: Callable[[], Iterable[bytes]]) -> Layout:
    head = b""
    for chunk in chunks():
        head += chunk
        if len(head) > HEAD_BYTES:
            break
    return layout_of(head)


def layout_of(data: bytes) -> Layout:
    """Return what a file's first bytes tell."""
    return detect(data[:HEAD_BYTES], whole=len(data) <= HEAD_BYTES)


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
