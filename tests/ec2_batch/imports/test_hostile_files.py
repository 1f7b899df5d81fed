"""Hostile files: each has an outcome with a name, costs no good row, and takes little memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ec2_batch.imports.read import read

ROOT = Path(__file__).parents[3]
HEADER = "student_number,given_name,family_name,email,grade\n"
GOOD = "{},Ada,Lovelace,,9\n"
MOST_MEMORY = 200 << 10  # kB beside what the program itself takes, for any file

# A process of its own: only the system knows the memory of what is not written in Python.
READ = f"""
import resource
from tests.ec2_batch.imports.read import read, read_chunks
HEADER, MEGABYTE = {HEADER!r}.encode(), 1 << 20
read(HEADER + b"S1,Ada,,,\\n")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = read_chunks(lambda: chunks())
print(found.codes[:3], len(found.issues), [row["student_number"] for row in found.rows[-2:]])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def read_apart(chunks: str) -> str:
    """Read a file made by a generator in a process of its own; return what was found in it."""
    ended = subprocess.run(
        [sys.executable, "-c", f"def chunks():\n{chunks}\n{READ}"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    found, kilobytes = ended.stdout.splitlines()
    assert int(kilobytes) < MOST_MEMORY
    return found


def test_a_line_of_a_gigabyte_is_one_bad_row() -> None:
    found = read_apart("""
    yield HEADER + b"S1,"
    for _ in range(1024):
        yield b"x" * MEGABYTE
    yield b"\\nS2,Ada,,,\\n"
""")

    assert found == "[(2, 'ROW_TOO_LONG')] 1 ['S2']"


def test_a_gigabyte_without_a_line_end_is_refused() -> None:
    found = read_apart("""
    for _ in range(1024):
        yield b"x" * MEGABYTE
""")

    assert found == "[(0, 'NO_HEADER')] 1 []"


def test_a_quote_that_is_never_closed_costs_its_own_row_and_no_memory() -> None:
    found = read_apart("""
    yield HEADER + b'S1,"Ada,,,\\n'
    for number in range(20_000):
        yield b"S%d,Ada,,,9\\n" % number
""")

    assert found == "[(2, 'UNCLOSED_QUOTE')] 1 ['S19998', 'S19999']"


def test_a_row_of_a_million_columns_is_one_bad_row() -> None:
    data = HEADER + "," * 1_000_000 + "\n" + GOOD.format("S2")

    found = read(data.encode())

    assert found.codes == [(2, "ROW_TOO_LONG")]
    assert [row["student_number"] for row in found.rows] == ["S2"]


@pytest.mark.parametrize("name", ["", "x", "student_number"])
def test_a_header_of_a_million_columns_is_refused(name: str) -> None:
    data = ",".join([name] * 1_000_000) + "\n" + GOOD.format("S1")

    assert [issue.code for issue in read(data.encode()).issues] == ["NO_HEADER"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ('S1,"Ada,Lovelace,,9', "UNCLOSED_QUOTE"),
        ('"S1,Ada,Lovelace,,9', "UNCLOSED_QUOTE"),
        ('S1,"Ada"x,Lovelace,,9', "MALFORMED_QUOTES"),
        ("\\.", "WRONG_WIDTH"),
        ("S1,Ada\0,Lovelace,,9", "NUL_BYTE"),
        ("S1,\u202eadA,Lovelace,,9", "INVALID_CHARACTERS"),
        ("S1,Ada\u2066,Lovelace,,9", "INVALID_CHARACTERS"),
        ("S1,A\u200bda,Lovelace,,9", "INVALID_CHARACTERS"),
        ("S1,Ada,Love\u00adlace\ufeff,,9", "INVALID_CHARACTERS"),
        ("S1,Ada\x1b[2J,Lovelace,,9", "INVALID_CHARACTERS"),
        ("S1,Ada,Lovelace,,١٢", "INVALID_GRADE_LEVEL"),
        ("S1,Ada,Lovelace,,１２", "INVALID_GRADE_LEVEL"),
        ("S1,Ada,Lovelace,,nan", "INVALID_GRADE_LEVEL"),
        ("S1,Ada,Lovelace,,1_0", "INVALID_GRADE_LEVEL"),
        ("S1,Ada,Lovelace,,1e1", "INVALID_GRADE_LEVEL"),
        ("S1,Ada,Lovelace,,+9", "INVALID_GRADE_LEVEL"),
        ("S1,Ada,Lovelace,,=4+5", "INVALID_GRADE_LEVEL"),
        ("=1+1,Ada,Lovelace,,9", "INVALID_ID"),
        ("S1,=1+1,Lovelace,,9", "INVALID_NAME"),
        ("S1,Ada,Lovelace,=1+1@example.org x,9", "INVALID_EMAIL"),
    ],
)
def test_a_hostile_row_costs_itself_alone(row: str, code: str) -> None:
    found = read((HEADER + GOOD.format("S0") + row + "\n" + GOOD.format("S2")).encode())

    assert found.codes == [(3, code)]
    assert [row["student_number"] for row in found.rows] == ["S0", "S2"]


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(x)", "+Ada", "-Ada", "@Ada", "\\N", "NULL", "nan", "'; DROP TABLE x; --"]
)
def test_a_name_that_a_program_may_take_for_more_stays_as_it_is(name: str) -> None:
    found = read((HEADER + f"S1,{name},Lovelace,,9\n").encode())

    assert [row["given_name"] for row in found.rows] == [name]


def test_an_issue_is_short_whatever_its_row_holds() -> None:
    issues = read((HEADER + f"S1,{'=' * 4_000},,,{'9' * 4_000}\n" + "x" * 900_000).encode()).issues

    assert [issue.code for issue in issues] == [
        "TOO_LONG",
        "INVALID_GRADE_LEVEL",
        "ROW_TOO_LONG",
    ]
    assert max(len(f"{issue.message}{issue.value}") for issue in issues) < 800
