"""Detection, second half: the header, the delimiter and the format."""

import csv
from collections.abc import Sequence

from ec2_batch.imports.format import Column, Format
from ec2_batch.imports.formats import FORMATS
from ec2_batch.imports.issue import UnreadableFileError, did_you_mean, shown
from ec2_batch.imports.layout import Layout, TextShape
from ec2_batch.imports.text_shape import decoded_head

DELIMITERS = ",;\t|"
MAX_COLUMNS = 500


def read_header(head: bytes, shape: TextShape, wanted: str | None) -> Layout:
    """Return a file's layout from its first bytes; `wanted` is the format asked for.

    Raises:
        UnreadableFileError: no format understands the header.
    """
    line_number, line, sep = _header_line(head, shape)
    formats = _formats(wanted)
    layouts = [
        Layout(shape, delimiter, line_number, cells, each, columns_in(each, cells))
        for delimiter in (sep or DELIMITERS)
        for cells in [split_header(line, delimiter)]
        for each in formats
    ]
    # Most columns understood, among formats that have all they need; ties go to the first.
    best = max(layouts, key=lambda a: (not a.format.missing(a.positions), len(a.positions)))
    if len(best.header) > MAX_COLUMNS:
        raise UnreadableFileError("NO_HEADER", f"A file has at most {MAX_COLUMNS} columns.")
    if not best.positions:
        raise _no_header(best, formats)
    if missing := best.format.missing(best.positions):
        raise _missing_columns(best, missing)
    _refuse_twins(best)
    return best


def _formats(wanted: str | None) -> list[Format]:
    if wanted is None:
        return list(FORMATS.values())
    if found := FORMATS.get(wanted.lower().replace("_", "-")):
        return [found]
    raise UnreadableFileError(
        "UNKNOWN_FORMAT", f"“{wanted}” is not a format. Known are {', '.join(FORMATS)}."
    )


def columns_in(kind: Format, header: Sequence[str]) -> tuple[tuple[Column, int], ...]:
    """Return where a header has a format's columns; the better known name of two wins."""
    at = {bare(name): index for index, name in reversed(list(enumerate(header)))}
    found = [
        (column, next((at[name] for name in names_of(column) if name in at), None))
        for column in kind.columns
    ]
    return tuple((column, index) for column, index in found if index is not None)


def names_of(column: Column) -> list[str]:
    """Return the bare names that a column goes by, the best known first."""
    return [bare(name) for name in (column.name, *column.aliases)]


def bare(name: str) -> str:
    """Return a header's name without what people vary: case, spaces, punctuation."""
    return "".join(character for character in name.casefold() if character.isalnum())


def split_header(line: str, delimiter: str) -> tuple[str, ...]:
    """Return the cells of a header line; trailing empty ones are no columns."""
    cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _header_line(head: bytes, shape: TextShape) -> tuple[int, str, str | None]:
    """Return the header's line number, its text, and the delimiter if a `sep=` line names it."""
    sep = None
    text = decoded_head(head, shape.encoding)
    for number, line in enumerate(text.split(shape.cut.decode()), start=1):
        bare_line = line.strip("\r\n\ufeff")
        if bare_line.lower().startswith("sep=") and len(bare_line) == 5:  # Excel's own idiom
            sep = bare_line[4]
        elif bare_line.strip(" \t,;|"):
            return number, bare_line.replace("\0", "").replace("\r", " "), sep
    raise UnreadableFileError("EMPTY_FILE", "The file holds nothing but empty lines.")


def _no_header(best: Layout, formats: Sequence[Format]) -> UnreadableFileError:
    start = shown(best.delimiter.join(best.header))
    examples = " or ".join(each.example for each in formats)
    return UnreadableFileError(
        "NO_HEADER",
        f"The first line, “{start}”, has no column name that we know."
        f" Begin the file with a header such as {examples}.",
    )


def _missing_columns(best: Layout, missing: list[tuple[str, ...]]) -> UnreadableFileError:
    needed = ", and ".join(" or ".join(group) for group in missing)
    hints = (
        f" “{header}” is not a column that we know.{hint}"
        for header in best.ignored
        if (hint := did_you_mean(header, [name for group in missing for name in group]))
    )
    return UnreadableFileError(
        "UNKNOWN_FORMAT",
        f"The header has {', '.join(best.positions)} but no {needed}."
        f"{''.join(hints)} A {best.format.name} file begins with {best.format.example}.",
    )


def _refuse_twins(layout: Layout) -> None:
    names = [bare(name) for name in layout.header]
    for column, at in layout.positions.items():
        if names.count(names[at]) > 1:
            raise UnreadableFileError(
                "DUPLICATE_COLUMN", f"The header has “{layout.header_of(column)}” twice."
            )
