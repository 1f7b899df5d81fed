"""Stage 2 of 6, detect: from a file's first bytes to its layout."""

from collections.abc import Sequence
from dataclasses import replace

from ec2_batch.imports.detect.header import formats_wanted, read_header
from ec2_batch.imports.detect.sample import fits, sample_lines, sample_rows
from ec2_batch.imports.detect.text_shape import text_shape
from ec2_batch.imports.detect.told_dates import told_dates
from ec2_batch.imports.format import Format
from ec2_batch.imports.issue import UnreadableFileError
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.parsers.dates import DateOrder, date_order
from schema.rules.rejected_rows import DATES_COLUMN
from schema.value_type import ValueType

HEAD_BYTES = 64 * 1024


def detect(
    head: bytes,
    *,
    wanted: str | None = None,
    formats: Sequence[Format] | None = None,
    whole: bool = False,
) -> Layout:
    """Return the layout of a file that begins with `head`; `whole` says that it is all.

    It is one of `formats`, or else of the format of that name, or of any.

    Raises:
        UnreadableFileError: it is not a file that can be imported.
    """
    shape = text_shape(head, whole=whole)
    if not whole and shape.cut not in head:
        raise UnreadableFileError("NO_HEADER", "The first line is too long to be a header.")
    lines = sample_lines(head, shape, whole=whole)
    layout = read_header(lines, shape, formats or formats_wanted(wanted))
    return replace(layout, date_orders=_date_orders(layout, lines[layout.header_line :]))


def _date_orders(layout: Layout, lines: Sequence[str]) -> dict[str, DateOrder]:
    """Return the order in which the dates of each column are written.

    Raises:
        UnreadableFileError: those of one can be read in two ways.
    """
    dates = {c.name for c in layout.format.file.columns if c.type is ValueType.DATE}
    found = {name: at for name, at in layout.positions.items() if name in dates}
    if not found:
        return {}
    rows = sample_rows(lines, layout.delimiter)
    whole_rows = [row for row in rows if fits(row, len(layout.header))]
    told = _told(layout, whole_rows)
    return {
        name: told.get(name) or _order_of(layout, name, [r[at] for r in whole_rows])
        for name, at in found.items()
    }


def _told(layout: Layout, rows: Sequence[Sequence[str]]) -> dict[str, DateOrder]:
    """Return what rejected rows that came back once tell of their dates."""
    if DATES_COLUMN not in layout.header or not rows:
        return {}
    return told_dates(rows[0][layout.header.index(DATES_COLUMN)])


def _order_of(layout: Layout, name: str, values: Sequence[str]) -> DateOrder:
    if order := date_order(values):
        return order
    if layout.format.declared.is_archive:  # the standard has one order: what differs is wrong
        return DateOrder.YEAR_MONTH_DAY
    header = layout.header_of(name)
    raise UnreadableFileError(
        "AMBIGUOUS_DATES",
        f"The dates in “{header}” can be read with the day first and with the month first, and the"
        " first rows do not settle which. Write them as YYYY-MM-DD.",
        column=header,
    )
