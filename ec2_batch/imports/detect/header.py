"""Detection, second half: the header, the delimiter and the format."""

from collections.abc import Sequence

from ec2_batch.imports.column_names import bare, columns_in
from ec2_batch.imports.detect.headerless import headerless, is_headerless
from ec2_batch.imports.detect.sample import NOTHING, fits, sample_rows, split_line
from ec2_batch.imports.format import Format
from ec2_batch.imports.formats import FORMATS
from ec2_batch.imports.issue import UnreadableFileError, did_you_mean, shown
from ec2_batch.imports.layout import Layout, TextShape
from schema.formats import FORMATS as DECLARED

DELIMITERS = ",;\t|"
MAX_COLUMNS = 500


def read_header(lines: Sequence[str], shape: TextShape, formats: Sequence[Format]) -> Layout:
    """Return a file's layout from its first lines; it is of one of the formats.

    Raises:
        UnreadableFileError: no format understands the header.
    """
    line_number, line, sep = _header_line(lines)
    layouts = [
        Layout(shape, delimiter, line_number, header, each, columns_in(each, header))
        for delimiter in (sep or DELIMITERS)
        for header in [split_header(line, delimiter)]
        for each in formats
    ]
    best = _best(layouts, rows := lines[line_number:])
    if len(best.header) > MAX_COLUMNS:
        raise UnreadableFileError("NO_HEADER", f"A file has at most {MAX_COLUMNS} columns.")
    if is_headerless(best):
        raise headerless(best)
    if not best.positions:
        raise _no_header(best, formats)
    if missing := best.format.missing(best.positions):
        raise _missing_columns(best, missing)
    _refuse_twins(best)
    _refuse_other_delimiter(best, rows)
    return best


def _best(layouts: Sequence[Layout], rows: Sequence[str]) -> Layout:
    """Return the layout with most columns understood, among formats that have all they need.

    Of several, it is that whose delimiter divides the rows alike, and then the first.
    """
    understood = [
        (not each.format.missing(each.positions), len(each.positions)) for each in layouts
    ]
    most = max(understood)
    best = [each for each, count in zip(layouts, understood, strict=True) if count == most]
    return best[0] if len(best) == 1 else max(best, key=lambda each: _rows_fit(rows, each))


def split_header(line: str, delimiter: str) -> tuple[str, ...]:
    """Return the cells of a header line; trailing empty ones are no columns."""
    cells = split_line(line, delimiter)
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _rows_fit(rows: Sequence[str], layout: Layout) -> float:
    """Return how many of the rows, of 1, have as many cells as the header."""
    width = len(layout.header)
    found = sample_rows(rows, layout.delimiter)
    if width < 2 or not found:
        return 0.0
    return sum(fits(row, width) for row in found) / len(found)


def formats_wanted(wanted: str | None) -> list[Format]:
    """Return the formats that a CSV file may be of: that of the name, or any.

    Raises:
        UnreadableFileError: there is none of the name.
    """
    if wanted is None:
        return list(FORMATS.values())
    name = wanted.lower().replace("_", "-")
    if found := FORMATS.get(name):
        return [found]
    if name in DECLARED:
        raise UnreadableFileError(
            "NOT_A_ZIP",
            f"A {name} upload is a zip file with a manifest.csv in it, and this is not.",
        )
    raise UnreadableFileError(
        "UNKNOWN_FORMAT", f"“{wanted}” is not a format. Known are {', '.join(FORMATS)}."
    )


def _header_line(lines: Sequence[str]) -> tuple[int, str, str | None]:
    """Return the header's line number, its text, and the delimiter if a `sep=` line names it."""
    sep = None
    for number, line in enumerate(lines, start=1):
        if line.lower().startswith("sep=") and len(line) == 5:  # Excel's own idiom
            sep = line[4]
        elif line.strip(NOTHING):
            return number, line, sep
    raise UnreadableFileError("EMPTY_FILE", "The file holds nothing but empty lines.")


def _no_header(best: Layout, formats: Sequence[Format]) -> UnreadableFileError:
    examples = " or ".join(each.example for each in formats)
    return UnreadableFileError(
        "NO_HEADER",
        f"The first line has no column name that we know."
        f" Begin the file with a header such as {examples}.",
        value=shown(best.delimiter.join(best.header)),  # it may be a row, and about somebody
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


def _refuse_other_delimiter(layout: Layout, rows: Sequence[str]) -> None:
    width = len(layout.header)
    if width < 2 or _rows_fit(rows, layout):
        return
    for delimiter in DELIMITERS:
        found = sample_rows(rows, delimiter)
        if found and all(fits(row, width) for row in found):
            raise UnreadableFileError(
                "MIXED_DELIMITERS",
                f"The header is divided by {_called(layout.delimiter)}, the rows by"
                f" {_called(delimiter)}. Divide both alike.",
            )


def _called(delimiter: str) -> str:
    return "tabs" if delimiter == "\t" else f"“{delimiter}”"
