"""Detection: what operators really upload is understood, or named."""

import gzip

import pytest

from ec2_batch.imports.detect import detect
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
        (PLAIN.replace("Ada", "Zoë").encode(), "utf-8", ",", "LF"),
        (PLAIN.replace("Ada", "Zoë").encode("cp1252"), "cp1252", ",", "LF"),
        (b"name,email\nZo\xeb\nAda,a@example.org\n", "cp1252", ",", "LF"),
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
        (b"colour,size\nred,4\n", "NO_HEADER", "colour"),
        (b"given_name,family_name\nAda,Lovelace\n", "UNKNOWN_FORMAT", "student_number"),
        (b"studnt_number,given_name\n", "UNKNOWN_FORMAT", "Did you mean “student_number”"),
        (b"student_number,email,given_name,e-mail,Email\n", "DUPLICATE_COLUMN", "email"),
        (b"a,b\r,c\n", "NO_HEADER", "a"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(data: bytes, code: str, words: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        detect(data, whole=True)

    assert refused.value.issue.code == code
    assert words in refused.value.issue.message


def test_a_header_is_not_a_megabyte_long() -> None:
    with pytest.raises(UnreadableFileError, match="too long"):
        detect(b"student_number,given_name," + b"x" * 70_000)


def test_a_format_that_is_asked_for_is_taken_or_refused() -> None:
    data = b"id,name,email,course\n"

    assert detect(data, wanted="LEGACY_STUDENTS", whole=True).format.name == "legacy-students"
    with pytest.raises(UnreadableFileError, match="“teachers” is not a format"):
        detect(data, wanted="teachers", whole=True)
