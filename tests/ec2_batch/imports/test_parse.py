"""Parsing: rows keep their true line numbers, and a broken one costs itself alone."""

import sys
from collections.abc import Iterator
from types import FrameType

import pytest

from ec2_batch.imports.issue import Issue
from tests.ec2_batch.imports.read import Rows, cells_in, cells_of, layout_of

HEADER = "student_number,given_name,email,notes\n"


def brief(rows: Rows) -> list[str]:
    """Say each row in a word: its line and its number, or what is wrong."""
    firsts = {line: found[0] for line, found in rows.items()}
    return [f"{line} {x.code if isinstance(x, Issue) else x}" for line, x in firsts.items()]


@pytest.mark.parametrize("chunk", [1, 3, 7, 1 << 20])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_rows_do_not_depend_on_how_the_bytes_arrive(
    line_end: str, encoding: str, chunk: int
) -> None:
    text = HEADER + 'S1,Zoë,a@example.org,\nS2,"Bo, Jr",b@example.org,"two\nlines"\n\nS3,C,,'

    rows = cells_of(text.replace("\n", line_end).encode(encoding), chunk)

    assert brief(rows) == ["2 S1", "3 S2", "6 S3"]
    assert rows[2][1] == "Zoë"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('S1,"Ada,a@x,\nS2,Bo,b@x,\nS3,Cy,c@x,', ["2 UNCLOSED_QUOTE", "3 S2", "4 S3"]),
        ('S1,"Ada,a@x,\nS2,Bo,b@x,\nS3,"Cy",c@x,', ["2 UNCLOSED_QUOTE", "3 S2", "4 S3"]),
        ('S1,"Ada,a@x,\nS2,Bo",b@x,\nS3,Cy,c@x,',
         ["2 UNCLOSED_QUOTE", "3 S2", "4 S3"]),  # valid CSV, but no given name has line breaks
        ('S1,"Ada,a@x,\nS2,"Bo,b@x,\nS3,Cy,c@x,',
         ["2 UNCLOSED_QUOTE", "3 UNCLOSED_QUOTE", "4 S3"]),
        ('S1,Ada,a@x,"a\nlong\n\nnote"\nS2,Bo,b@x,', ["2 S1", "6 S2"]),
        ('S1,Ada "the" First,a@x,5" pipe\nS2,Bo,b@x,', ["2 S1", "3 S2"]),
        ('S1,"Ada "the" First",a@x,\nS2,Bo,b@x,', ["2 MALFORMED_QUOTES", "3 S2"]),
        ('S1,"Ada ""the"" First",a@x,\nS2,Bo,b@x,', ["2 S1", "3 S2"]),
        ("S1,Ada,a@x\nS2,Bo,b@x,,\nS3,Cy,c@x,,x", ["2 WRONG_WIDTH", "3 S2", "4 WRONG_WIDTH"]),
        ("S1,A\0da,a@x,\nS2,Bo,b@x,", ["2 NUL_BYTE", "3 S2"]),
        (",,,\n \nS2,Bo,b@x,\n\n", ["4 S2"]),
        ("S1,Ada,a@x," + "n" * 5000 + "\nS2,Bo,b@x,", ["2 TOO_LONG", "3 S2"]),
        ("S1,Ada,a@x," + "n" * 70_000 + "\nS2,Bo,b@x,", ["2 ROW_TOO_LONG", "3 S2"]),
        ("\\.\nS2,Bo,b@x,", ["2 WRONG_WIDTH", "3 S2"]),  # ends a COPY, and is no row
    ],
)  # fmt: skip
def test_a_broken_row_costs_itself_alone(body: str, found: list[str]) -> None:
    assert brief(cells_of((HEADER + body).encode())) == found


def test_a_late_line_of_an_older_encoding_is_still_read() -> None:
    rows = cells_of(HEADER.encode() + b"S1,Ada,,\n" * 9000 + "S2,Zoë,,\n".encode("cp1252"))

    assert list(rows.values())[-1][1] == "Zoë"


def test_a_line_that_is_not_the_encoding_of_its_file_is_refused() -> None:
    rows = cells_of((HEADER + "S1,Zoë,,\n").encode() + b"S2,Zo\xeb,,\nS3,Cy,,\n")

    assert brief(rows) == ["2 S1", "3 BAD_ENCODING", "4 S3"]


def test_a_line_without_end_is_not_kept() -> None:
    def endless() -> Iterator[bytes]:
        yield HEADER.encode()
        for _ in range(200):
            yield b"x" * (1 << 20)
        yield b"\nS2,Bo,,\n"

    rows = cells_in(endless(), layout_of(HEADER.encode()))

    assert brief(rows) == ["2 ROW_TOO_LONG", "3 S2"]


def calls(data: bytes) -> int:
    """Count the functions that are called to read a file."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        cells_of(data)
    finally:
        sys.setprofile(None)
    return counted


def test_a_quote_on_every_line_is_not_read_again_and_again() -> None:
    plain = calls(HEADER.encode() + b"S1,Ada,a@x,\n" * 500)

    quoted = calls(HEADER.encode() + b'S1,"Ada,a@x,\n' * 500)

    assert quoted < 10 * plain
