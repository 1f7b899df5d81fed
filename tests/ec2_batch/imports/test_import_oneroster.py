"""OneRoster sets through a job: previewed on nothing, applied, the same again, taken back."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event as Signal
from typing import Any

import pytest

from ec2_batch.imports.import_file import import_file
from ec2_batch.imports.undo.undo_import import undo_import
from ec2_batch.outcome import Outcome
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.import_trail import sums
from tests.ec2_batch.imports.oneroster import SECRET, expected, make_set
from tests.ec2_batch.imports.oneroster_faults import FAULTS, with_fault
from tests.ec2_batch.imports.oneroster_set import FORMATS, OneRosterSet
from tests.ec2_batch.imports.zips import USERS, with_link, zip_of
from tests.factories import word

VERSIONS = pytest.mark.parametrize("version", FORMATS)
BOUND = {
    *("org", "academic_session", "course", "student", "staff", "section"),
    *("section_staff", "enrollment", "line_item", "result"),
}


def fresh(version: str) -> OneRosterSet:
    return make_set(1, version, prefix=word("x").replace("_", "-") + "-")


def planned(job: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Return a plan's counts by kind of record, of files that make such."""
    kinds = {}
    for entry in job["plan"]:
        if entry["file"] != "demographics.csv":
            kinds[entry["entity"]] = entry
    return kinds


def wrong(school: School, job: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is wrong with rows; files that are not read are named besides."""
    return [issue for issue in school.issues(job["id"]) if issue["code"] != "NOT_READ"]


@VERSIONS
def test_a_preview_of_a_fresh_set_creates_all_of_it_and_writes_nothing(
    district: School, version: str
) -> None:
    made = fresh(version)
    before = sums(district.database)

    job = district.run(made.zipped(), name="set.zip", auto_apply=False)

    assert wrong(district, job) == []
    assert (job["state"], job["format"]) == ("ready", f"oneroster-{version}")
    counted = planned(job)
    assert {kind: counted[kind]["create"] for kind in BOUND} == {
        kind: expected(made)[kind] for kind in BOUND
    }
    assert sums(district.database) == before


@VERSIONS
def test_a_set_is_applied_and_changes_nothing_when_it_comes_again(
    district: School, version: str
) -> None:
    made = fresh(version)

    first = district.run(made.zipped(), name="set.zip")
    again = district.run(made.zipped(), name="set.zip")

    assert first["rows_created"] >= sum(expected(made)[kind] for kind in BOUND)
    assert (first["rows_rejected"], again["rows_rejected"]) == (0, 0), wrong(district, first)
    assert (again["rows_created"], again["rows_updated"]) == (0, 0)


@VERSIONS
def test_the_template_of_a_set_is_imported_as_it_is(district: School, version: str) -> None:
    files = {name: text.encode() for name, text in FORMATS[version].templates}

    job = district.run(zip_of(files), name="set.zip")

    assert wrong(district, job) == []
    assert job["state"] == "completed"


@VERSIONS
def test_an_undo_takes_back_all_that_a_set_made(district: School, version: str) -> None:
    before = sums(district.database)
    job = district.run(fresh(version).zipped(), name="set.zip")

    district.rows(
        "UPDATE import_job SET state = 'undoing' WHERE id = :id RETURNING id", id=job["id"]
    )
    assert undo_import(district.edges, job["id"]) is Outcome.DONE

    assert district.job(job["id"])["state"] == "undone"
    assert sums(district.database) == before


@VERSIONS
def test_each_mistake_of_a_set_costs_its_own_row(district: School, version: str) -> None:
    made = whole = fresh(version)
    lines = set()
    for fault in FAULTS:
        # Each mistake in a row of its own, below the rows that are right.
        spoilt, _ = with_fault(whole, fault)
        for name in ("roles.csv", fault.file):
            if name in spoilt.files:
                added = spoilt.files[name][len(whole.files[name]) :]
                made = made.with_rows(name, [*made.files[name], *added])
        lines.add((fault.file, len(made.files[fault.file]) + 1, fault.column, fault.code))

    job = district.run(made.zipped(), name="set.zip")

    found = district.rows(
        "SELECT file, line, column_name, code FROM import_issue"
        " WHERE import_job_id = :id AND code <> 'NOT_READ'",
        id=job["id"],
    )
    assert {tuple(issue.values()) for issue in found} == lines
    assert (job["state"], job["rows_rejected"]) == ("completed_with_issues", len(FAULTS))


@VERSIONS
def test_what_is_to_be_deleted_is_put_out_of_use_and_can_come_back(
    district: School, version: str
) -> None:
    made = fresh(version)
    district.run(made.zipped(), name="set.zip")
    student, *others = made.files["users.csv"]
    gone = student | {"status": "tobedeleted", "dateLastModified": "2026-11-20T08:00:00Z"}
    status = "SELECT status FROM student WHERE sourced_id = :key"

    job = district.run(made.with_rows("users.csv", [gone, *others]).zipped("delta"), name="set.zip")
    left = district.rows(status, key=student["sourcedId"])
    district.run(made.zipped(), name="set.zip")

    assert wrong(district, job) == []
    assert (job["rows_updated"], left) == (1, [{"status": "inactive"}])
    assert district.rows(status, key=student["sourcedId"]) == [{"status": "active"}]


@pytest.mark.parametrize(("how", "left"), [("bulk", 1), ("delta", 0)])
def test_who_is_missing_from_a_bulk_file_is_put_out_of_use_where_that_is_asked_for(
    make_school: Callable[[], School], how: str, left: int
) -> None:
    school = make_school()
    [org] = school.rows("SELECT sourced_id FROM org WHERE id = :org")
    prefix = word("s")
    users = [
        {"sourcedId": f"{prefix}-{n}", "role": "student", "orgSourcedIds": org["sourced_id"],
         "givenName": "Zoë", "familyName": f"No. {n}"}
        for n in range(20)
    ]  # fmt: skip
    all_of_them = OneRosterSet("1.1", {"users.csv": users})
    school.run(all_of_them.zipped(), name="set.zip")

    fewer = all_of_them.with_rows("users.csv", users[1:]).zipped(how)
    job = school.run(fewer, name="set.zip", deactivate_missing=True)

    assert (job["state"], job["rows_deactivated"]) == ("completed", left)
    gone = "SELECT sourced_id FROM student WHERE org_id = :org AND status = 'inactive'"
    assert [row["sourced_id"] for row in school.rows(gone)] == [f"{prefix}-0"][:left]


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_how_each_file_of_a_set_was_read_is_shown_once(district: School, version: str) -> None:
    made = fresh(version)

    job = district.run(made.zipped(), name="set.zip", auto_apply=False)

    files = [file["file"] for file in job["detection"]["files"]]
    assert sorted(files) == sorted(set(made.files) - {"categories.csv"})
    assert all(file["columns"] for file in job["detection"]["files"])


def test_what_a_set_holds_and_nobody_reads_is_named(district: School) -> None:
    made = fresh("1.1")

    job = district.run(made.zipped(), name="set.zip")

    named = [issue["message"] for issue in district.issues(job["id"])]
    assert any("categories.csv" in message for message in named)
    [users] = [file for file in job["detection"]["files"] if file["file"] == "users.csv"]
    assert {"password", "phone", "username"} <= set(users["ignored"])
    everything = district.rows(
        "SELECT to_jsonb(j)::text || coalesce((SELECT string_agg(to_jsonb(s)::text, '') FROM"
        " student s), '') AS told FROM import_job j WHERE id = :id",
        id=job["id"],
    )
    assert SECRET not in everything[0]["told"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zip_of({"notes.csv": b"a,b\n"}), "NO_KNOWN_FILE"),
        (zip_of({"users.csv": USERS}), "NO_MANIFEST"),
        (zip_of({"users.csv": USERS, "manifest.csv": b"x\n"}), "UNREADABLE_MANIFEST"),
        (with_link(), "NOT_A_FILE"),
    ],
)
def test_a_zip_that_is_no_set_ends_with_what_to_do(school: School, data: bytes, code: str) -> None:
    job = school.run(data, name="set.zip")

    assert job["state"] == "invalid"
    assert [issue["code"] for issue in school.issues(job["id"])] == [code]


def test_a_worker_that_stops_between_files_leaves_the_rest_to_the_next(district: School) -> None:
    made = fresh("1.2")
    job_id = district.upload(made.zipped(), name="set.zip")
    stopping = AfterCalls(3)

    stopped = import_file(replace(district.edges, stopping=stopping), job_id)
    halfway = district.job(job_id)
    ended = import_file(district.edges, job_id)

    assert (stopped, ended) == (Outcome.STOPPED, Outcome.DONE)
    assert (halfway["state"], halfway["chunk_no"]) == ("applying", 3)
    job = district.job(job_id)
    assert (job["state"], job["rows_rejected"]) == ("completed", 0)
    assert job["rows_created"] == sum(expected(made)[kind] for kind in BOUND)


class AfterCalls(Signal):
    """A worker that is told to stop before a certain chunk."""

    def __init__(self, chunks: int) -> None:
        super().__init__()
        self.left = chunks

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0
