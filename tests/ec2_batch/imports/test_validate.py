"""Validation: every cell that cannot be is named by line, column, code, value and reason."""

from datetime import date

import pytest

from ec2_batch.imports.detect import detect
from ec2_batch.imports.issue import Issue
from ec2_batch.imports.lines import physical_lines
from ec2_batch.imports.parse import Row, parse
from ec2_batch.imports.references import Names, References
from ec2_batch.imports.staged_student import content_hash
from ec2_batch.imports.validate import Rejected, Valid, validate

REFERENCES = References(
    today=date(2026, 11, 22),
    schools=Names.of("school", [(1, ["org-1", "Riverside High School"]), (2, ["org-2", None])]),
    courses=Names.of("course", [(7, ["CS-101", "Computer Science"])]),
    default_school=1,
)


def judge(text: str, references: References = REFERENCES) -> list[Valid | Rejected]:
    """Validate every row of a file that parses."""
    data = text.encode()
    layout = detect(data, whole=True)
    rows = parse(physical_lines([data], layout.shape), layout)
    return [validate(row, layout, references) for row in rows if isinstance(row, Row)]


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
        ("DOB", "31/12/2010", "INVALID_DATE", "YYYY-MM-DD"),
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

    [answer] = judge(f"{','.join(cells)}\n{','.join(cells.values())}\n")

    assert isinstance(answer, Rejected)
    [issue] = answer.issues
    expected = value if len(value) <= 200 else value[:199] + "…"
    assert (issue.line, issue.column, issue.code, issue.value) == (2, column, code, expected)
    assert words in issue.message


def test_all_that_is_wrong_with_a_row_is_said_at_once() -> None:
    [answer] = judge("student_number,given_name,email,grade\nS 1,,x,99\n")

    assert isinstance(answer, Rejected)
    assert [i.column for i in answer.issues] == ["student_number", "given_name", "email", "grade"]


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
    [answer] = judge(f"{header}\n{row}\n")

    assert isinstance(answer, Valid)
    assert {name: getattr(answer.student, name) for name in fields} == fields


def test_an_unknown_course_is_rejected_with_the_nearest_one() -> None:
    [answer] = judge("name,email,course\nAda Lovelace,ada@example.org,CS-1001\n")

    assert isinstance(answer, Rejected)
    assert answer.issues == [
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

    [answer] = judge("student_number,given_name\nS1,Ada\n", nowhere)

    assert isinstance(answer, Rejected)
    assert answer.issues[0].code == "REQUIRED"


def test_the_same_content_has_the_same_hash_however_it_is_written() -> None:
    written = ("given_name", "family_name", "email")
    answers = [
        *judge('student_number,given_name,family_name,email\nS1,"Zoë",Jones,a@example.org\n'),
        *judge("email;name;student_number\na@example.org; Zoë Jones;S1\n"),
        *judge("email;name;student_number\na@example.org; Zoë Jonas;S1\n"),
    ]

    hashes = [content_hash(a.student, written) for a in answers if isinstance(a, Valid)]
    assert hashes[0] == hashes[1] != hashes[2]
    assert all(-(1 << 63) <= h < 1 << 63 for h in hashes)
