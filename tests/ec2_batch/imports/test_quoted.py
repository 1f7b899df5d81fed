"""Records that are quoted as they should be are cut at once, and just as carefully."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ec2_batch.imports.rows.parse import Row, parse_row
from ec2_batch.imports.rows.quoted import cut_quoted, has_width, is_whole
from tests.ec2_batch.imports.read import cells_of, layout_of

HEADER = "student_number,given_name,email,notes\n"
LAYOUTS = {mark: layout_of(HEADER.replace(",", mark).encode()) for mark in ",;\t|"}
LINES = st.text('ab",;\t| é\r', min_size=1, max_size=24)


@given(line=LINES, delimiter=st.sampled_from(list(LAYOUTS)))
def test_what_is_cut_at_once_is_cut_as_with_care(line: str, delimiter: str) -> None:
    width = len(LAYOUTS[delimiter].header)
    text = pl.DataFrame({"text": [line]})
    if not text.select(has_width(pl.col("text"), delimiter, width)).item():
        return

    [cells] = cut_quoted(text["text"], delimiter, [str(at) for at in range(width)]).rows()

    careful = parse_row(2, line.encode(), LAYOUTS[delimiter])
    assert list(cells) == (careful.cells if isinstance(careful, Row) else [""] * width)


@given(values=st.lists(st.text('ab",; é'), min_size=4, max_size=4))
def test_a_line_with_every_value_in_quotes_is_whole(values: list[str]) -> None:
    line = ",".join('"' + value.replace('"', '""') + '"' for value in values)

    assert is_whole(pl.Series([line.encode()]), ",").item()
    if any(value.strip() for value in values):
        assert cells_of((HEADER + line).encode()) == {2: values}


@pytest.mark.parametrize(
    "line",
    ['a,"b', 'a,"b"c,d', 'a,b"c,d', 'a, "b",c', 'a,"b\rc",d', '"a"b'],
    ids=["open", "after", "inside", "space before", "line break", "end"],
)
def test_a_line_that_is_not_plainly_whole_is_left_to_more_care(line: str) -> None:
    assert not is_whole(pl.Series([line.encode()]), ",").item()


def test_quoted_lines_of_no_known_encoding_are_left_to_more_care() -> None:
    rows = cells_of((HEADER + 'S1,"Zoë",a@x,\nS2,"Bo",b@x,').encode("cp1252"))

    assert rows == {2: ["S1", "Zoë", "a@x", ""], 3: ["S2", "Bo", "b@x", ""]}
