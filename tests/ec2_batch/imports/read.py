"""The door by which tests read a file: bytes in, rows and issues out, and no database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ec2_batch.imports.blocks import LINE, read_blocks
from ec2_batch.imports.cells import HASH, cut_cells
from ec2_batch.imports.detect import HEAD_BYTES, detect
from ec2_batch.imports.issue import Issue, UnreadableFileError
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.references import Names, References
from ec2_batch.imports.validate import Validator

REFERENCES = References(
    today=date(2026, 11, 22), schools=Names("school"), courses=Names("course"), default_school=1
)


@dataclass
class Read:
    """What a file holds: the record of each good row, and what is wrong with the others."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    @property
    def codes(self) -> list[tuple[int, str]]:
        """Return each issue's line and code."""
        return [(issue.line, issue.code) for issue in self.issues]


def issues_of(data: bytes, wanted: str | None = None) -> list[Issue]:
    """Return all that is wrong with a file of some format, or of any."""
    return read(data, wanted).issues


def read(data: bytes, wanted: str | None = None) -> Read:
    """Return what a file holds."""
    return read_chunks(lambda: [data], wanted)


def read_chunks(chunks: Callable[[], Iterable[bytes]], wanted: str | None = None) -> Read:
    """Return what a file holds whose bytes may be too many to have at once."""
    found = Read()
    try:
        layout = _layout(chunks, wanted)
    except UnreadableFileError as error:
        found.issues.append(error.issue)
        return found
    validator = Validator(layout, REFERENCES)
    for block in read_blocks(chunks(), layout):
        validated = validator.validate(cut_cells(block, layout))
        found.rows += validated.frame.sort(LINE).drop(LINE, HASH).to_dicts()
        found.issues += validated.issues
    found.issues.sort(key=lambda issue: issue.line)
    return found


def _layout(chunks: Callable[[], Iterable[bytes]], wanted: str | None) -> Layout:
    head = b""
    for chunk in chunks():
        head += chunk
        if len(head) > HEAD_BYTES:
            return detect(head[:HEAD_BYTES], wanted=wanted)
    return detect(head, wanted=wanted, whole=True)
