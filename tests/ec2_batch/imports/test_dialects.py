"""Dialects: the same table is read from a file, whichever program wrote the file and how."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ec2_batch.imports.detect.detect import detect
from tests.ec2_batch.imports.read import read

# By their bytes: in cp1252 two of these never look like a letter of UTF-8.
WESTERN = "ÀÉßéøñü"
LETTERS = {"cp1252": WESTERN, "utf-8": f"{WESTERN}Łşق漢𝒜"}
COLUMNS = {
    "student_number": ("student_number", "Student Number", "local id"),
    "given_name": ("given_name", "First Name", "GIVEN-NAME"),
    "family_name": ("family_name", "surname"),
    "email": ("email", "E-Mail"),
    "birth_date": ("birth_date", "DOB"),
    "grade_level": ("grade_level", "Grade"),
    "notes": ("notes",),  # ours to ignore, with line breaks of any kind
}
READ = [column for column in COLUMNS if column != "notes"]
Table = list[dict[str, Any]]


@dataclass(frozen=True)
class Dialect:
    """How a program writes a table."""

    encoding: str
    delimiter: str
    line_end: str
    quoting: int
    header: dict[str, str]  # by column, in the file's order
    ends: bool  # the last row has a line end too


@st.composite
def dialects(draw: st.DrawFn) -> Dialect:
    columns = draw(st.permutations(list(COLUMNS)))
    return Dialect(
        draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])),
        draw(st.sampled_from([",", ";", "\t", "|"])),
        draw(st.sampled_from(["\n", "\r\n", "\r"])),
        draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        {column: draw(st.sampled_from(COLUMNS[column])) for column in columns},
        draw(st.booleans()),
    )


def names(encoding: str) -> st.SearchStrategy[str]:
    letters = "abcABC" + LETTERS.get(encoding, LETTERS["utf-8"])
    text = st.text(letters + " ,;|\"'.-=\\", min_size=1, max_size=12)
    return text.map(lambda name: " ".join(name.split())).filter(
        lambda name: any(c.isalpha() for c in name)
    )


def tables(encoding: str) -> st.SearchStrategy[Table]:
    row = st.fixed_dictionaries(
        {
            "student_number": st.integers(0, 10**9).map("S-{}".format),
            "given_name": names(encoding),
            "family_name": st.none() | names(encoding),
            "email": st.none() | st.integers(0, 10**9).map("s{}@example.org".format),
            "birth_date": st.none() | st.dates(date(1990, 1, 1), date(2020, 12, 31)),
            "grade_level": st.none() | st.integers(0, 13),
            "notes": st.text('ab ,;"\n\r', max_size=8),
        }
    )
    # No two rows of a file may have these.
    own = (
        lambda cells: cells["student_number"],
        lambda cells: cells["email"] or cells["student_number"],
    )
    return st.lists(row, min_size=1, max_size=8, unique_by=own)


def written(table: Table, dialect: Dialect) -> bytes:
    """Return the file that a program of this dialect makes of a table."""
    text = io.StringIO()
    rows = csv.writer(
        text,
        delimiter=dialect.delimiter,
        lineterminator=dialect.line_end,
        quoting=dialect.quoting,  # type: ignore[arg-type]
    )
    rows.writerow(dialect.header.values())
    for row in table:
        cells = ["" if row[c] is None else str(row[c]) for c in dialect.header]
        # Of line breaks, such a writer puts quotes about its own alone.
        own = dialect.line_end if dialect.quoting == csv.QUOTE_MINIMAL else r"\g<0>"
        rows.writerow([re.sub(r"[\r\n]", own, cell) for cell in cells])
    found = text.getvalue()
    return (found if dialect.ends else found.removesuffix(dialect.line_end)).encode(
        dialect.encoding
    )


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_a_table_is_the_same_in_every_dialect(data: st.DataObject) -> None:
    dialect = data.draw(dialects())
    table = data.draw(tables(dialect.encoding))
    file = written(table, dialect)

    found = read(file)

    assert found.issues == []
    assert [[row[column] for column in READ] for row in found.rows] == [
        [row[column] for column in READ] for row in table
    ]
    shape = detect(file, whole=True)
    assert (shape.delimiter, shape.shape.line_end.decode()) == (dialect.delimiter, dialect.line_end)
