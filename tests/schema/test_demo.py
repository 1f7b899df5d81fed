"""The made-up district before it is written: always the same, whatever its size."""

import subprocess
import sys
import unicodedata
from collections import Counter
from hashlib import sha256
from itertools import chain

import pytest

from schema.demo.block import STUDENTS, Block, Size, blocks_by_size
from schema.demo.names import CULTURES
from schema.demo.population import block_rows
from schema.demo.rows import EnrollmentRow, Row, SectionRow, StaffRow, StudentRow
from schema.demo.staging import lines

BLOCKS = dict(blocks_by_size())
FIRST_BLOCK = BLOCKS["S"][0]
# Another interpreter has another hash seed: what depends on the order of a set would differ.
FINGERPRINT = """
from schema.demo.block import blocks_by_size
from schema.demo.population import block_rows
for row in block_rows(next(blocks_by_size())[1][0]):
    print(*row)
"""


def rows_of(*blocks: Block) -> list[Row]:
    return list(chain.from_iterable(map(block_rows, blocks)))


def test_the_district_is_the_same_in_every_process() -> None:
    here = "".join(" ".join(map(str, row)) + "\n" for row in block_rows(FIRST_BLOCK))

    there = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", FINGERPRINT], capture_output=True, check=True
    ).stdout

    assert sha256(there).digest() == sha256(here.encode()).digest()


def test_each_size_holds_the_sizes_before_it_and_ends_where_it_says() -> None:
    blocks = list(chain.from_iterable(BLOCKS.values()))

    assert [block.number for block in blocks] == list(range(len(blocks)))
    assert [block.first for block in blocks[1:]] == [block.last + 1 for block in blocks[:-1]]
    assert {size: added[-1].last for size, added in BLOCKS.items()} == STUDENTS


def test_more_students_leave_sections_and_people_of_a_smaller_size_alone() -> None:
    small, added = rows_of(*BLOCKS["S"]), rows_of(*BLOCKS["M"], *BLOCKS["L"][:1])

    known = {row.sourced_id for row in small if isinstance(row, SectionRow | StaffRow | StudentRow)}

    assert not known & {
        name
        for row in added
        if isinstance(row, EnrollmentRow)
        for name in (row.section, row.student)
    }
    assert not known & {
        row.sourced_id for row in added if isinstance(row, SectionRow | StaffRow | StudentRow)
    }


@pytest.mark.parametrize("size", ["M", "L"])
def test_nothing_of_a_table_has_the_name_of_something_else(size: Size) -> None:
    rows = rows_of(FIRST_BLOCK, *BLOCKS[size][:9])

    names = Counter((type(row), row[0]) for row in rows if row._fields[0] == "sourced_id")

    assert names.most_common(1)[0][1] == 1


def test_people_are_named_as_people_are_across_the_world() -> None:
    students = [row for row in rows_of(FIRST_BLOCK) if isinstance(row, StudentRow)]
    names = [f"{row.given_name} {row.family_name or ''}".strip() for row in students]
    scripts = {unicodedata.name(letter).split()[0] for letter in "".join(names) if letter.isalpha()}

    assert len(CULTURES) >= 12
    assert len(scripts) >= 7
    assert any(row.family_name is None for row in students)
    assert max(map(len, names)) > 60
    assert any("'" in name for name in names)
    assert any("-" in name for name in names)
    assert any(not name.isascii() and "LATIN" in unicodedata.name(name[0]) for name in names)
    assert all(name == unicodedata.normalize("NFC", name) for name in names)


def test_every_address_is_reserved_for_examples_and_nobody_shares_one() -> None:
    rows = rows_of(FIRST_BLOCK, *BLOCKS["M"])
    people = [row for row in rows if isinstance(row, StudentRow | StaffRow)]
    addresses = Counter(row.email for row in people if row.email is not None)

    assert addresses.most_common(1)[0][1] == 1
    assert all(address.isascii() for address in addresses)
    assert all(address.endswith(("@example.org", "@staff.example.org")) for address in addresses)


def test_text_that_copy_would_misread_is_escaped() -> None:
    teacher = StaffRow("staff-1", "org", "back\\slash", None, "two\nlines", "tab\there")

    assert lines([teacher]) == {
        StaffRow: "staff-1\torg\tback\\\\slash\t\\N\ttwo\\nlines\ttab\\there\n"
    }
