"""Rejected rows: they come back as a file that can be mended, and imported as it is."""

import csv
import io
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from schema.rules.rejected_rows import rejected_rows_key
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.test_import_students import heavy, many
from tests.ec2_batch.test_worker import ended
from tests.ec2_batch.worker_process import eventually, running_worker
from tests.factories import word

HEADER = "student_number,given_name,email\n"
# A worker that is killed when the rejected rows are in their place, and the job does not know.
KILLED_BEFORE_END = """
import os, signal
from ec2_batch.imports import end_import
end_import.complete = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
"""


def given_back(school: School, job: Mapping[str, Any]) -> bytes:
    key, bucket = rejected_rows_key(job["id"], job["format"]), school.edges.report_bucket
    body: bytes = school.edges.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    return body


def codes(school: School, job: Mapping[str, Any]) -> list[str]:
    return [issue["code"] for issue in school.issues(job["id"])]


def test_rejected_rows_come_back_behind_their_lines_and_all_that_is_wrong(school: School) -> None:
    number = word("S")
    job = school.run(f"{HEADER}{number},Ada,\n,Bo,nowhere\n{number},Twin,\n")

    assert given_back(school, job).decode() == (
        "_line,_error,student_number,given_name,email\n"
        "3,student_number: Each row needs a value here."
        " email: “nowhere” is not an e-mail address.,,Bo,nowhere\n"
        "4,student_number: Line 2 of this file already has this value."
        f",{number},Twin,\n"
    )
    assert job["rejected_rows_at"] is not None


def test_no_password_comes_back_with_a_rejected_row(school: School) -> None:
    number = word("S")
    job = school.run(
        "student_number,Password,given_name,email\n"
        f'{number},"hunter2, ""again""",Ada,nowhere\n'
        f"{number}-2,hunter2,Bo,nowhere,one cell,too many\n"
    )

    header, whole, torn = given_back(school, job).decode().splitlines()
    assert header == "_line,_error,student_number,Password,given_name,email"
    assert whole.endswith(f" address.,{number},,Ada,nowhere")
    assert torn.startswith("3,")
    assert "hunter2" not in whole + torn
    assert "hunter2" not in str(school.issues(job["id"]))


def test_a_file_without_bad_rows_gives_none_back(school: School) -> None:
    job = school.run(many(3, word("S")))

    assert job["rejected_rows_at"] is None


def test_what_is_mended_can_be_imported_as_it_is(school: School) -> None:
    prefix = word("S")
    job = school.run(many(5_000, prefix, bad=range(100, 300)))

    mended = given_back(school, job).replace(b",nobody\n", b",\n")
    again = school.run(mended)

    assert (again["state"], again["rows_created"]) == ("completed", 200)
    assert again["detection"]["ignored"] == again["detection"]["didYouMean"] == []
    assert len(school.contents()["students"]) == 5_000


@pytest.mark.parametrize(
    ("encoding", "delimiter", "line_end"),
    [
        ("utf-8", ",", "\n"),
        ("utf-8-sig", ";", "\r\n"),
        ("utf-16", "\t", "\r\n"),
        ("utf-16-be", ",", "\n"),
        ("cp1252", "|", "\r"),
    ],
)
def test_rows_come_back_as_the_file_was_written(
    school: School, encoding: str, delimiter: str, line_end: str
) -> None:
    text = f'{HEADER},Zoë,{word("z")}@example.org\nS1,"Bo or ""B""",nowhere\n'
    data = text.replace(",", delimiter).replace("\n", line_end).encode(encoding)

    job = school.run(data)

    back = given_back(school, job)
    rows = list(csv.reader(io.StringIO(back.decode(encoding), newline=""), delimiter=delimiter))
    assert rows[0] == ["_line", "_error", "student_number", "given_name", "email"]
    assert [row[3] for row in rows[1:]] == ["Zoë", 'Bo or "B"']
    again = school.run(back)
    for told in ("encoding", "delimiter", "lineEnd"):
        assert again["detection"][told] == job["detection"][told]
    assert codes(school, again) == codes(school, job) == ["REQUIRED", "INVALID_EMAIL"]


BROKEN = [
    ("S\0,Ada,", "NUL_BYTE"),
    ('S,"Ada,', "UNCLOSED_QUOTE"),
    ('"S"x,Ada,', "MALFORMED_QUOTES"),
    ("S,Ada", "WRONG_WIDTH"),
    ("S,Ada,,more", "WRONG_WIDTH"),
    ("S,Ada," + "x" * 70_000, "ROW_TOO_LONG"),
    ("S,Ada," + "é" * 70_000, "ROW_TOO_LONG"),
    ("S,Ada," + "x" * 5_000, "TOO_LONG"),
    ("\\.", "WRONG_WIDTH"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_rows_that_are_none_are_refused_again_until_they_are_mended(
    school: School, encoding: str
) -> None:
    rows = "".join(f"{row}\n{word('S')},Good,\n" for row, _ in BROKEN)
    expected = [code for _, code in BROKEN]

    first = school.run((HEADER + rows).encode(encoding))
    second = school.run(given_back(school, first))
    third = school.run(given_back(school, second))

    for job in (first, second, third):
        assert codes(school, job) == expected
    header, *_ = given_back(school, third).decode(encoding, "replace").splitlines()
    assert header == "_line,_error,student_number,given_name,email"


def test_rows_come_back_from_every_part_of_a_large_file(school: School) -> None:
    rows = range(0, 7_000, 350)
    file = many(7_000, word("S"))
    lines = heavy(file).splitlines()
    for row in rows:
        lines[row + 1] = lines[row + 1].replace("@", " at ")

    job = school.run("\n".join([*lines, ""]))

    assert job["chunk_no"] > 2
    back = list(csv.DictReader(io.StringIO(given_back(school, job).decode())))
    assert [int(row["_line"]) for row in back] == [row + 2 for row in rows]
    assert all(" at " in row["email"] for row in back)


def test_a_worker_that_is_killed_leaves_the_same_rows_to_be_given_back(
    make_school: Callable[[], School], worker_environ: Mapping[str, str], tmp_path: Path
) -> None:
    school, undisturbed = make_school(), make_school()
    job_id = school.upload(many(4_000, "k", bad=range(500, 700)))
    with running_worker(worker_environ, tmp_path / "log", KILLED_BEFORE_END) as worker:
        assert worker.wait(timeout=120) == -9
    assert not ended(school, job_id)
    assert school.job(job_id)["rejected_rows_at"] is None
    with running_worker(worker_environ, tmp_path / "log") as worker:
        eventually(partial(ended, school, job_id), worker)

    expected = given_back(undisturbed, undisturbed.run(many(4_000, "u", bad=range(500, 700))))
    assert given_back(school, school.job(job_id)) == expected.replace(b",u", b",k")


def test_a_day_stays_a_day_in_rows_that_come_back(school: School) -> None:
    prefix = word("S")
    good = "".join(f"{prefix}-{n},Ada,,13/02/2010\n" for n in range(3_000))
    bad = f"{prefix}1,Bo,,02/25/2010\n{prefix}2,Cy,no,03/04/2010\n"
    job = school.run(f"student_number,given_name,email,birth_date\n{good}{bad}")
    came_back = given_back(school, job)
    rows = list(csv.DictReader(io.StringIO(came_back.decode())))
    assert [row["_dates"] for row in rows] == ["birth_date=DD/MM/YYYY"] * 2

    again = school.run(came_back.replace(b",no,", b",,"))

    assert (again["rows_created"], codes(school, again)) == (1, ["INVALID_DATE"])
    [cy] = school.rows("SELECT * FROM student WHERE given_name = 'Cy' AND org_id = :org")
    assert cy["birth_date"].isoformat() == "2010-04-03"
    assert given_back(school, again).startswith(b"_line,_error,_dates,student_number")
