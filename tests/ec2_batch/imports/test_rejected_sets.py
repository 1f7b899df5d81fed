"""Rejected rows of a OneRoster set: they come back as a set that can be mended and imported."""

import io
from collections.abc import Callable
from dataclasses import replace
from zipfile import ZipFile

import pytest

from schema.access.roles import Role
from schema.rules.rejected_rows import rejected_rows_key
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.oneroster import SECRET, make_set
from tests.ec2_batch.imports.oneroster_set import FORMATS, OneRosterSet
from tests.ec2_batch.imports.zips import zip_of
from tests.factories import make_caller, word

VERSIONS = pytest.mark.parametrize("version", FORMATS)


@pytest.fixture
def district(make_school: Callable[[], School]) -> School:
    """Whoever may import for all schools there are."""
    school = make_school()
    with school.database.owner_session() as session:
        return replace(school, operator=make_caller(session, Role.ADMIN))


def fresh(version: str) -> OneRosterSet:
    """A set in which nothing is about the students but themselves."""
    made = make_set(1, version, prefix=word("x").replace("_", "-") + "-")
    for name in ("enrollments.csv", "lineItems.csv", "results.csv"):
        made = made.with_rows(name, [])
    return made


def spoilt(made: OneRosterSet) -> OneRosterSet:
    """Return a set with a student who has no name, and a class of no course that there is."""
    students, classes = made.files["users.csv"], made.files["classes.csv"]
    made = made.with_rows("users.csv", [students[0] | {"givenName": ""}, *students[1:]])
    return made.with_rows("classes.csv", [classes[0] | {"courseSourcedId": "nil"}, *classes[1:]])


def given_back(school: School, job_id: int, kind: str) -> dict[str, str]:
    bucket, key = school.edges.report_bucket, rejected_rows_key(job_id, kind)
    found = school.edges.s3.get_object(Bucket=bucket, Key=key)
    assert found["ContentType"] == "application/zip"
    with ZipFile(io.BytesIO(found["Body"].read())) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@VERSIONS
def test_a_set_gives_its_rejected_rows_back_as_a_set_of_changes(
    district: School, version: str
) -> None:
    made = fresh(version)

    job = district.run(spoilt(made).zipped(), name="set.zip")

    files = given_back(district, job["id"], job["format"])
    beside = {"roles.csv"} if "roles.csv" in made.files else set()
    assert set(files) == {"users.csv", "classes.csv", "manifest.csv"} | beside
    header, row = files["users.csv"].splitlines()
    assert header.startswith("_line,_error,sourcedId,")
    assert row.startswith("2,givenName: Each row needs a value here.,")
    assert SECRET in made.files["users.csv"][0]["password"]
    assert SECRET not in files["users.csv"]
    assert "file.users,delta" in files["manifest.csv"]
    assert "file.orgs,absent" in files["manifest.csv"]


@VERSIONS
def test_a_mended_set_is_imported_as_it_is_and_nobody_leaves_for_it(
    district: School, version: str
) -> None:
    made = fresh(version)
    name, course = made.files["users.csv"][0]["givenName"], made.files["classes.csv"][0]
    job = district.run(spoilt(made).zipped(), name="set.zip")
    files = given_back(district, job["id"], job["format"])
    head, row = files["users.csv"].splitlines()
    at = head.split(",").index("givenName")
    cells = row.split(",")
    cells[at] = name
    files["users.csv"] = f"{head}\n{','.join(cells)}\n"
    files["classes.csv"] = files["classes.csv"].replace(",nil,", f",{course['courseSourcedId']},")

    mended = district.run(
        zip_of({name: text.encode() for name, text in files.items()}), name="mended.zip"
    )

    assert mended["rows_rejected"] == 0, district.issues(mended["id"])
    assert (mended["rows_created"], mended["rows_deactivated"]) == (2, 0)
    assert district.run(made.zipped(), name="set.zip")["rows_created"] == 0
