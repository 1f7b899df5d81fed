"""Detection: what operators really upload is understood, or named."""

import gzip

import pytest

from ec2_batch.imports.detect.detect import detect
from ec2_batch.imports.issue import UnreadableFileError

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + bytes(range(256))
PLAIN = "student_number,given_name,family_name,email\nS1,Ada,Lovelace,ada@example.org\n"


@pytest.mark.parametrize(
    ("data", "encoding", "delimiter", "line_end"),
    [
        (PLAIN.encode(), "utf-8", ",", "LF"),
        (PLAIN.replace("\n", "\r\n").encode(), "utf-8", ",", "CRLF"),
        (PLAIN.replace("\n", "\r").encode(), "utf-8", ",", "CR"),
        (PLAIN.replace(",", ";").encode(), "utf-8", ";", "LF"),
        (PLAIN.replace(",", "\t").encode(), "utf-8", "\t", "LF"),
        (PLAIN.replace(",", "|").encode(), "utf-8", "|", "LF"),
        (PLAIN.encode("utf-8-sig"), "utf-8-sig", ",", "LF"),
        (PLAIN.encode("utf-16"), "utf-16", ",", "LF"),
        (PLAIN.encode("utf-16-le"), "utf-16-le", ",", "LF"),
        (PLAIN.encode("utf-16-be"), "utf-16-be", ",", "LF"),
        (PLAIN.encode("utf-32"), "utf-32", ",", "LF"),
        (
            PLAIN.encode("utf-16-le") + "S2,مریم,حسینی,\n".encode("utf-16-le") * 99,
            "utf-16-le",
            ",",
            "LF",
        ),
        (PLAIN.replace("\n", "\r").encode() + b'S2,"two\n\n\nlines",x,\r', "utf-8", ",", "CR"),
        (PLAIN.encode() + b'S2,"two\r\r\r\rlines",x,\n', "utf-8", ",", "LF"),
        (PLAIN.replace("Ada", "Zoë").encode(), "utf-8", ",", "LF"),
        (PLAIN.replace("Ada", "Zoë").encode("cp1252"), "cp1252", ",", "LF"),
        (b"name,email\nZo\xeb\nAda,a@example.org\n", "cp1252", ",", "LF"),
        (b"email,name\na@example.org,Zo\xeb", "cp1252", ",", "LF"),
        (b"sep=;\r\n" + PLAIN.replace(",", ";").encode(), "utf-8", ";", "CRLF"),
    ],
)
def test_a_file_is_read_as_it_was_written(
    data: bytes, encoding: str, delimiter: str, line_end: str
) -> None:
    layout = detect(data, whole=True)

    found = layout.described()
    assert (found["encoding"], found["delimiter"], found["lineEnd"]) == (
        encoding,
        delimiter,
        line_end,
    )
    assert "email" in layout.positions


@pytest.mark.parametrize(
    ("header", "kind", "fields"),
    [
        ("student_number,given_name,family_name,email", "students",
         "student_number given_name family_name email"),
        ("ID,First Name,Last Name,E-Mail", "students", "sourced_id given_name family_name email"),
        ("sourcedId,givenName,surname,mail,DOB,Grade,Org", "students",
         "sourced_id given_name family_name email birth_date grade_level school"),
        ("Student Number;Full name", "students", "student_number name"),
        ("student_id,student number,firstname,lastname,School ID", "students",
         "sourced_id student_number given_name family_name school"),
        ("name,email,course", "legacy-students", "name email course"),
        ("Name;E-mail", "legacy-students", "name email"),
        ("id,name,email,course", "students", "sourced_id name email"),
        ("\n\nname,email,course", "legacy-students", "name email course"),
        ('"Student Number","First Name"', "students", "student_number given_name"),
        ("student_number,given_name,password", "students", "student_number given_name"),
        ("student_number,given_name,,,", "students", "student_number given_name"),
    ],
)  # fmt: skip
def test_a_header_is_known_by_many_names(header: str, kind: str, fields: str) -> None:
    layout = detect(f"{header}\n".encode(), whole=True)

    assert layout.format.name == kind
    assert sorted(layout.positions) == sorted(fields.split())


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (PNG, "NOT_TEXT", "PNG"),
        (b"PK\x03\x04" + bytes(range(200, 250)), "NOT_TEXT", "Excel"),
        (gzip.compress(PLAIN.encode(), mtime=0), "NOT_TEXT", "gzip"),
        (bytes(range(256)) * 20, "NOT_TEXT", "not text"),
        (b"", "EMPTY_FILE", "empty"),
        (b"\n\r\n  \n", "EMPTY_FILE", "empty"),
        (b",,,\n,,,\n", "EMPTY_FILE", "empty"),
        (b"S1,Ada,Lovelace,ada@example.org\n", "NO_HEADER", "student_number,given_name"),
        (b"colour,size\nred,4\n", "NO_HEADER", "no column name"),
        (b"given_name,family_name\nAda,Lovelace\n", "UNKNOWN_FORMAT", "student_number"),
        (b"studnt_number,given_name\n", "UNKNOWN_FORMAT", "Did you mean “student_number”"),
        (b"student_number,email,given_name,e-mail,Email\n", "DUPLICATE_COLUMN", "email"),
        (b"a,b\r,c\n", "NO_HEADER", "no column name"),
        (b"student_number,given_name" + b",x" * 600, "NO_HEADER", "at most 500 columns"),
        (b"student_number;given_name\nS1,Ada\nS2,Bo\n", "MIXED_DELIMITERS", "“;”, the rows by “,”"),
        (b"student_number,given_name,dob\nS1,Ada,3/4/2010\n", "AMBIGUOUS_DATES", "“dob”"),
        (
            b"student_number,given_name,dob\nS1,Ada,13/4/2010\nS2,Bo,4/13/2010\n",
            "AMBIGUOUS_DATES",
            "day first",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(data: bytes, code: str, words: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        detect(data, whole=True)

    assert refused.value.issue.code == code
    assert words in refused.value.issue.message


@pytest.mark.parametrize(
    ("row", "header"),
    [
        ("S1,Ada,Lovelace,ada@example.org", "student_number,given_name,family_name,email"),
        ("ada@example.org;S1;Ada", "email;student_number;given_name"),
        ("S1,Ada,Lovelace,2010-04-17", "student_number,given_name,family_name,birth_date"),
        ("S1,2010-04-17,Ada", "student_number,birth_date,given_name"),
        ("1001,Ada", "student_number,given_name"),
        ("1,2,3,4,5,6,7,8,9", "student_number,given_name,family_name,email,birth_date,"),
        ("id,given_name,ada@example.org", "student_number,given_name,email"),
    ],
)
def test_a_file_without_a_header_is_told_what_to_put_above_it(row: str, header: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        detect(f"{row}\n{row}\n".encode(), whole=True)

    issue = refused.value.issue
    assert (issue.code, issue.value) == ("NO_HEADER", row)
    assert f"Put a header above it, such as {header}" in issue.message
    assert row not in issue.message  # which stays when a person is erased


def test_what_was_detected_is_shown() -> None:
    layout = detect(
        b"StudentNumber,First Name,DOB,brithday,shoe size,password\n"
        b'S1,"Ada",3/4/2010,,,secret\nS2,Bo,13/4/2010,,,secret\n',
        whole=True,
    )

    assert layout.described() == {
        "encoding": "utf-8",
        "delimiter": ",",
        "lineEnd": "LF",
        "headerLine": 1,
        "columns": [
            {"header": "StudentNumber", "field": "student_number", "confidence": 1.0},
            {"header": "First Name", "field": "given_name", "confidence": 0.9},
            {
                "header": "DOB",
                "field": "birth_date",
                "confidence": 0.9,
                "dateOrder": "DD/MM/YYYY",
            },
        ],
        "ignored": ["brithday", "shoe size", "password"],
        "didYouMean": [],
    }


def test_a_near_miss_is_not_taken_but_asked_about() -> None:
    layout = detect(b"student_number,given_name,famly_name,e-mial\n", whole=True)

    assert sorted(layout.positions) == ["given_name", "student_number"]
    assert layout.described()["didYouMean"] == [
        {"header": "famly_name", "field": "family_name"},
        {"header": "e-mial", "field": "email"},
    ]


@pytest.mark.parametrize(
    ("row", "delimiter"), [("Ada,S1", ","), ("Ada;x;S1", ";"), ('"Ada, Countess";x;S1', ";")]
)
def test_rows_settle_the_delimiter_where_the_header_does_not(row: str, delimiter: str) -> None:
    # As good with a semicolon: given, number and something unknown between them.
    text = f"given;name,student;number\n{row}\n"

    assert detect(text.encode(), whole=True).delimiter == delimiter


def test_a_header_is_not_a_megabyte_long() -> None:
    with pytest.raises(UnreadableFileError, match="too long"):
        detect(b"student_number,given_name," + b"x" * 70_000)


def test_a_format_that_is_asked_for_is_taken_or_refused() -> None:
    data = b"id,name,email,course\n"

    assert detect(data, wanted="LEGACY_STUDENTS", whole=True).format.name == "legacy-students"
    with pytest.raises(UnreadableFileError, match="“teachers” is not a format"):
        detect(data, wanted="teachers", whole=True)
