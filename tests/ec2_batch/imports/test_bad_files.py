"""Bad input: whatever is uploaded ends as a state and a sentence, and the worker lives."""

import os
from dataclasses import replace
from threading import Event as Signal

import pytest

from ec2_batch.imports.import_file import import_file
from ec2_batch.imports.uploads import uploaded_object
from ec2_batch.outcome import Outcome
from schema.access.roles import Role
from tests.ec2_batch.conftest import School
from tests.factories import word

HEADER = "student_number,given_name,email\n"
PNG = b"\x89PNG\r\n\x1a\n" + os.urandom(4000)


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (PNG, "NOT_TEXT", "PNG"),
        (os.urandom(200_000), "NOT_TEXT", "not text"),
        (b"", "EMPTY_FILE", "empty"),
        (HEADER.encode(), "HEADER_ONLY", "no rows"),
        (b"S1,Ada,ada@example.org\n", "NO_HEADER", "no column name"),
        (b"email,colour\na@example.org,red\n", "UNKNOWN_FORMAT", "student_number"),
        (b"x" * 300_000, "NO_HEADER", "too long"),
    ],
    ids=["png", "noise", "empty", "header only", "no header", "unknown", "one endless line"],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(
    school: School, data: bytes, code: str, words: str
) -> None:
    job = school.run(data)

    assert (job["state"], job["rows_total"]) == ("invalid", 0)
    [issue] = school.issues(job["id"])
    assert (issue["line"], issue["code"], issue["message"]) == (0, code, job["message"])
    assert words in job["message"]
    assert job["finished_at"] is not None
    [event] = school.rows(
        "SELECT payload FROM outbox WHERE type = 'import.failed' AND entity_id = :id", id=job["id"]
    )
    assert event["payload"] == {"importJobId": job["id"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_strange_file_is_read_all_the_same(
    school: School, encoding: str, delimiter: str, line_end: str
) -> None:
    number = word("S")
    text = f"{HEADER}{number},Zoë,{number}@example.org\n{number}-2,Bo,\n"

    job = school.run(text.replace(",", delimiter).replace("\n", line_end).encode(encoding))

    assert (job["state"], job["rows_created"]) == ("completed", 2)
    names = school.rows("SELECT name FROM student WHERE org_id = :org ORDER BY id")
    assert [n["name"] for n in names] == ["Zoë", "Bo"]
    assert job["detection"]["encoding"] == encoding


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("S\0,Ada,", "NUL_BYTE"),
        ('S,"Ada,', "UNCLOSED_QUOTE"),
        ('"S"x,Ada,', "MALFORMED_QUOTES"),
        ("S,Ada", "WRONG_WIDTH"),
        ("S,Ada," + "x" * 70_000, "ROW_TOO_LONG"),
        ("S,Ada," + "x" * 5_000, "TOO_LONG"),
        ("\\.", "WRONG_WIDTH"),
        ("'; DROP TABLE student; --,Ada,", "INVALID_ID"),
        ("=cmd|' /C calc'!A0,Ada,", "INVALID_ID"),
    ],
)
def test_a_bad_row_costs_itself_alone(school: School, row: str, code: str) -> None:
    number = word("S")

    job = school.run(f"{HEADER}{number}1,Ada,\n{row}\n{number}2,Bo,\n")

    assert (job["state"], job["rows_created"], job["rows_rejected"]) == (
        "completed_with_issues",
        2,
        1,
    )
    [issue] = school.issues(job["id"])
    assert (issue["line"], issue["code"]) == (3, code)


def test_a_file_that_is_too_large_is_not_read(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploaded_object, "MAX_UPLOAD_BYTES", 1 << 20)

    job = school.run(HEADER + "x" * (1 << 20))

    assert job["state"] == "invalid"
    assert [i["code"] for i in school.issues(job["id"])] == ["TOO_LARGE"]


def test_what_was_uploaded_over_a_file_is_not_what_is_read(school: School) -> None:
    number = word("S")
    job_id = school.upload(f"{HEADER}{number},First,\n")
    key = school.job(job_id)["object_key"]
    first = school.edges.s3.head_object(Bucket=school.edges.bucket, Key=key)
    with school.database.owner_session() as session:
        session.connection().exec_driver_sql(
            "UPDATE import_job SET state = 'validating', object_version = %s, object_etag = %s,"
            " size_bytes = %s WHERE id = %s",
            (first["VersionId"], first["ETag"], first["ContentLength"], job_id),
        )
    school.edges.s3.put_object(Bucket=school.edges.bucket, Key=key, Body=HEADER + f"{number},Next,")

    import_file(school.edges, job_id)

    [student] = school.rows("SELECT name FROM student WHERE org_id = :org")
    assert student["name"] == "First"


def test_a_file_that_vanished_fails_the_job(school: School) -> None:
    job_id = school.upload(HEADER + "S1,Ada,\n")
    with school.database.owner_session() as session:
        session.connection().exec_driver_sql(
            "UPDATE import_job SET state = 'validating', object_version = %s, object_etag = %s,"
            " size_bytes = %s WHERE id = %s",
            ("11111111-1111-1111-1111-111111111111", '"gone"', 30, job_id),
        )

    assert import_file(school.edges, job_id) is Outcome.DONE
    assert school.job(job_id)["state"] == "failed"


def test_a_role_that_may_not_import_does_not(school: School) -> None:
    job = school.run(HEADER + "S1,Ada,\n", requested_role=Role.REGISTRAR)

    assert (job["state"], job["message"]) == ("invalid", "Your role may not import files.")


def test_an_account_that_was_closed_imports_nothing(school: School) -> None:
    job_id = school.upload(HEADER + f"{word('S')},Ada,\n")
    with school.database.owner_session() as session:
        session.connection().exec_driver_sql(
            "UPDATE account SET status = 'inactive' WHERE subject = %s", (school.operator.subject,)
        )

    import_file(school.edges, job_id)

    assert school.job(job_id)["state"] == "invalid"
    assert [i["code"] for i in school.issues(job_id)] == ["NO_SCHOOL"]


def test_a_file_that_waits_to_be_applied_writes_nothing(school: School) -> None:
    number = word("S")

    job = school.run(f"{HEADER}{number},Ada,\n{number},,\n", auto_apply=False)

    assert (job["state"], job["rows_total"], job["rows_rejected"]) == ("ready", 2, 1)
    assert job["message"] == ("The 2 rows would add 1, change 0 and leave out 1 that have issues.")
    assert school.contents()["students"] == []


def test_a_job_whose_upload_never_came_stays_as_it_is(school: School) -> None:
    job_id = school.make_job()

    assert import_file(school.edges, job_id) is Outcome.NOT_UPLOADED
    assert school.job(job_id)["state"] == "awaiting_upload"


def test_a_worker_that_has_to_stop_leaves_the_rest(school: School) -> None:
    number = word("S")
    job_id = school.upload(HEADER + f"{number},Ada,\n")
    stopping = Signal()
    stopping.set()

    assert import_file(replace(school.edges, stopping=stopping), job_id) is Outcome.STOPPED
    assert school.job(job_id)["state"] == "applying"
    assert import_file(school.edges, job_id) is Outcome.DONE
    assert school.job(job_id)["state"] == "completed"
