"""Validation: every cell that cannot be is named by line, column, code, value and reason."""

import gc
import weakref
from datetime import date

import pytest

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.references.references import References
from ec2_batch.imports.rows.blocks import read_blocks
from ec2_batch.imports.rows.cells import cut_cells
from ec2_batch.imports.rows.validate import Validator
from tests.ec2_batch.imports.read import REFERENCES, layout_of, read


@pytest.mark.parametrize(
    ("column", "value", "code", "words"),
    [
        ("E-Mail", "ada.example.org", "INVALID_EMAIL", "“ada.example.org” is not an e-mail"),
        ("E-Mail", "ada@example", "INVALID_EMAIL", "not an e-mail"),
        ("E-Mail", "ada@@example.org", "INVALID_EMAIL", "not an e-mail"),
        ("E-Mail", "a da@example.org", "INVALID_EMAIL", "not an e-mail"),
        ("E-Mail", ".ada@example.org", "INVALID_EMAIL", "not an e-mail"),
        ("E-Mail", "ada..l@example.org", "INVALID_EMAIL", "not an e-mail"),
        ("E-Mail", "ada@-example.org", "INVALID_EMAIL", "not an e-mail"),
        ("E-Mail", f"{'a' * 65}@example.org", "INVALID_EMAIL", "not an e-mail"),
        ("DOB", "soon", "INVALID_DATE", "YYYY-MM-DD"),
        ("DOB", "2010-02-30", "INVALID_DATE", "calendar"),
        ("DOB", "2030-01-01", "INVALID_DATE", "Nobody"),
        ("DOB", "٢٠١٠-٠١-٠١", "INVALID_DATE", "YYYY-MM-DD"),
        ("Grade", "14", "INVALID_GRADE_LEVEL", "0 to 13"),
        ("Grade", "senior", "INVALID_GRADE_LEVEL", "0 to 13"),
        ("First Name", "", "REQUIRED", "needs a value"),
        ("First Name", "1234", "INVALID_NAME", "no letter"),
        ("First Name", "A\u202eda", "INVALID_CHARACTERS", "U+202E"),
        ("First Name", "A\ufffdda", "BAD_ENCODING", "not text"),
        ("First Name", "A" * 201, "TOO_LONG", "200"),
        ("student number", "S 1", "INVALID_ID", "student number"),
        ("student number", "", "REQUIRED", "needs a value"),
        ("school", "Riverside High Scool", "UNKNOWN_SCHOOL", "Did you mean “Riverside High"),
    ],
)
def test_a_wrong_cell_is_named(column: str, value: str, code: str, words: str) -> None:
    good = {"student number": "S1", "First Name": "Ada", "E-Mail": "", "DOB": "", "Grade": "",
            "school": "org-1"}  # fmt: skip
    cells = good | {column: value}

    found = read(f"{','.join(cells)}\n{','.join(cells.values())}\n")

    assert found.rows == []
    [issue] = found.issues
    expected = value if len(value) <= 200 else value[:199] + "…"
    assert (issue.line, issue.column, issue.code, issue.value) == (2, column, code, expected)
    assert words in issue.message


def test_all_that_is_wrong_with_a_row_is_said_at_once() -> None:
    issues = read("student_number,given_name,email,grade\nS 1,,x,99\n").issues

    assert [i.column for i in issues] == ["student_number", "given_name", "email", "grade"]


@pytest.mark.parametrize(
    ("header", "row", "fields"),
    [
        ("student_number,name", "S1,Ada King Lovelace",
         {"given_name": "Ada King", "family_name": "Lovelace"}),
        ("student_number,name", "S1,Sukarno", {"given_name": "Sukarno", "family_name": None}),
        ("student_number,name", 'S1,"Lovelace, Ada"',
         {"given_name": "Ada", "family_name": "Lovelace"}),
        ("student_number,given_name,family_name", "S1, Ada , ",
         {"given_name": "Ada", "family_name": None}),
        ("student_number,given_name", "S1,Zoe\u0308", {"given_name": "Zoë"}),
        ("student_number,given_name", "S1,می\u200cرا", {"given_name": "می\u200cرا"}),
        ("student_number,given_name,grade", "S1,Ada,K", {"grade_level": 0}),
        ("student_number,given_name,grade", "S1,Ada,Grade 09", {"grade_level": 9}),
        ("student_number,given_name,grade", "S1,Ada,11th", {"grade_level": 11}),
        ("student_number,given_name,dob", "S1,Ada,2010-02-28",
         {"birth_date": date(2010, 2, 28)}),
        ("student_number,given_name,dob", "S1,Ada,31/12/2010",
         {"birth_date": date(2010, 12, 31)}),
        ("student_number,given_name,school", "S1,Ada,RIVERSIDE high school", {"org_id": 1}),
        ("student_number,given_name", "S1,Ada",
         {"org_id": 1, "sourced_id": "S1", "student_number": "S1"}),
        ("id,student_number,given_name", "ab:1,S1,Ada",
         {"sourced_id": "ab:1", "student_number": "S1"}),
        ("name,email,course", "Ada Lovelace,Ada@example.org,computer science",
         {"sourced_id": "legacy:ada@example.org", "email": "Ada@example.org", "course_id": 7}),
        ("name,email,course", "Ada Lovelace,Ada@example.org,", {"course_id": None}),
    ],
)  # fmt: skip
def test_a_right_cell_is_understood(header: str, row: str, fields: dict[str, object]) -> None:
    [record] = read(f"{header}\n{row}\n").rows

    assert {name: record[name] for name in fields} == fields


def test_an_unknown_course_is_rejected_with_the_nearest_one() -> None:
    issues = read("name,email,course\nAda Lovelace,ada@example.org,CS-1001\n").issues

    assert issues == [
        Issue(
            line=2,
            code="UNKNOWN_COURSE",
            message="“CS-1001” is not a course of yours. Did you mean “CS-101”?",
            column="course",
            value="CS-1001",
        )
    ]


def test_a_person_with_several_schools_must_say_which() -> None:
    nowhere = References(REFERENCES.today, REFERENCES.schools, REFERENCES.courses, None)

    found = read("student_number,given_name\nS1,Ada\n", nowhere)

    assert (found.rows, found.codes) == ([], [(2, "REQUIRED")])


def test_the_same_record_has_the_same_hash_under_one_header_only() -> None:
    files = (
        "student_number,given_name\nS1,Ada\n",
        "student_number,given_name\nS0,Bo\nS1,Ada\n",
        "student_number,given_name\nS1,Ade\n",
        "given_name,student_number\nS1,Ada\n",
    )

    first, later, other, turned = (read(file).rows[-1]["_hash"] for file in files)
    assert first == later
    assert len({first, other, turned}) == 3


def test_a_block_that_is_read_is_let_go_though_its_wrong_values_are_remembered() -> None:
    data = b"student_number,given_name,email\nS1,Ada,nobody\n"
    layout = layout_of(data)
    validator = Validator(layout, REFERENCES)
    [block] = read_blocks([data], layout)
    cells = cut_cells(block, layout)
    kept = weakref.ref(cells.frame)

    assert [issue.code for issue in validator.validate(cells).issues] == ["INVALID_EMAIL"]

    del cells
    gc.collect()
    assert kept() is None
