"""Stage 4, validate: cells to a staged row, or every reason why not."""

from typing import Any, NamedTuple

from ec2_batch.imports.format import Column
from ec2_batch.imports.issue import BadValueError, Issue, shown
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.parse import Row
from ec2_batch.imports.references import References
from ec2_batch.imports.staged_student import StagedStudent
from ec2_batch.imports.values import clean_text


class Valid(NamedTuple):
    """A row that says nothing impossible; whether it fits the records is for the merge."""

    line: int
    student: StagedStudent


class Rejected(NamedTuple):
    """A row that cannot be imported."""

    line: int
    issues: list[Issue]


def validate(row: Row, layout: Layout, references: References) -> Valid | Rejected:
    """Return what a row says, or all that is wrong with it."""
    cells: dict[str, Any] = {}
    issues = []
    for column, at in layout.columns:
        try:
            cells[column.name] = _cell(row.cells[at], column, references)
        except BadValueError as error:
            issues.append(_issue(row, layout, error, column.name))
    if issues:
        return Rejected(row.line, issues)
    try:
        return Valid(row.line, layout.format.stage(cells, references))
    except BadValueError as error:
        return Rejected(row.line, [_issue(row, layout, error, error.column)])


def _cell(raw: str, column: Column, references: References) -> Any:
    text = clean_text(raw)
    if text:
        return column.parse(text, references)
    if column.required:
        raise BadValueError("REQUIRED", "Each row needs a value here.")
    return None


def _issue(row: Row, layout: Layout, error: BadValueError, column: str | None) -> Issue:
    at = layout.positions.get(column) if column else None
    return Issue(
        line=row.line,
        code=error.code,
        message=error.message,
        column=layout.header_of(column) if column else None,
        value=shown(row.cells[at]) if at is not None else None,
    )
