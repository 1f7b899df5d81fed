"""OneRoster sets through a job: previewed on nothing, applied, the same again, taken back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ec2_batch.imports.undo_import import undo_import
from ec2_batch.outcome import Outcome
from schema.access.roles import Role
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.import_trail import sums
from tests.ec2_batch.imports.oneroster import expected, make_set
from tests.ec2_batch.imports.oneroster_set import FORMATS, OneRosterSet
from tests.factories import make_caller, word

VERSIONS = pytest.mark.parametrize("version", FORMATS)
BOUND = {"org", "academic_session", "course", "student", "staff", "section"}


@pytest.fixture
def district(make_school: Callable[[], School]) -> School:
    """Whoever may import for all schools there are."""
    school = make_school()
    with school.database.owner_session() as session:
        return replace(school, operator=make_caller(session, Role.ADMIN))


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
def test_an_undo_takes_back_all_that_a_set_made(district: School, version: str) -> None:
    before = sums(district.database)
    job = district.run(fresh(version).zipped(), name="set.zip")

    district.rows(
        "UPDATE import_job SET state = 'undoing' WHERE id = :id RETURNING id", id=job["id"]
    )
    assert undo_import(district.edges, job["id"]) is Outcome.DONE

    assert district.job(job["id"])["state"] == "undone"
    assert sums(district.database) == before
