"""Files without a header: how their first line gives them away, and the header to put above it."""

import re
from collections.abc import Sequence

from ec2_batch.imports.format import Format
from ec2_batch.imports.issue import UnreadableFileError, shown
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.parsers.dates import is_date
from schema.value_type import ValueType

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
NUMBER = re.compile(r"\d+([.,]\d+)?", re.ASCII)


def is_headerless(layout: Layout) -> bool:
    """Say whether the first line holds values; a number alone may yet be the name of a column."""
    if any(EMAIL.fullmatch(cell) or is_date(cell) for cell in layout.header):
        return True
    return not layout.positions and any(NUMBER.fullmatch(cell) for cell in layout.header)


def headerless(layout: Layout) -> UnreadableFileError:
    """Return the refusal of a file that begins with a row."""
    names = _names_for(layout.header, layout.format)
    return UnreadableFileError(
        "NO_HEADER",
        "The file begins with a row: its first line has no column name that we know, but values."
        f" Put a header above it, such as {layout.delimiter.join(names)}.",
        value=shown(layout.delimiter.join(layout.header)),
    )


def _names_for(row: Sequence[str], kind: Format) -> list[str]:
    """Return a name for each cell, by its looks; if they tell too little, the whole template."""
    free = list(kind.file.header)
    dates = {c.name for c in kind.file.columns if c.type is ValueType.DATE}
    names = []
    for cell in row:
        fitting = (
            name
            for name in free
            if (name == "email") == bool(EMAIL.fullmatch(cell)) and (name in dates) == is_date(cell)
        )
        if (name := next(fitting, None)) is None:
            return list(kind.file.header)
        free.remove(name)
        names.append(name)
    return names
