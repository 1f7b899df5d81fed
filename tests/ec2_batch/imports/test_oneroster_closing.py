"""Courses, terms and classes of OneRoster sets that leave together, and those that cannot stay."""

from dataclasses import replace

import pytest

from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.oneroster import Size, make_set
from tests.ec2_batch.imports.oneroster_set import OneRosterSet, Row
from tests.factories import word

CHANGED = {"dateLastModified": "2026-11-20T08:00:00Z"}
STATUSES = """
SELECT status FROM section WHERE sourced_id = ANY (:keys)
UNION ALL SELECT status FROM course WHERE sourced_id = ANY (:keys)
UNION ALL SELECT status FROM academic_session WHERE sourced_id = ANY (:keys)
UNION ALL SELECT status FROM org WHERE sourced_id = ANY (:keys)
UNION ALL SELECT status FROM student WHERE sourced_id = ANY (:keys)
UNION ALL SELECT state FROM enrollment WHERE sourced_id = ANY (:keys)
"""


@pytest.fixture
def made(district: School) -> OneRosterSet:
    """A set of one class that is imported already."""
    size = Size(schools=1, courses=1, sections=1, students=1, places=1)
    made = make_set(3, "1.1", prefix=word("c").replace("_", "-") + "-", size=size)
    district.run(made.zipped(), name="set.zip")
    return made


def leaving(row: Row) -> Row:
    return row | CHANGED | {"status": "tobedeleted"}


def leaves(made: OneRosterSet, *names: str) -> bytes:
    """Return a set in which a school leaves, with all that these files have of it."""
    school = school_of(made)
    files = {f"{name}.csv": [leaving(row) for row in made.files[f"{name}.csv"]] for name in names}
    return replace(made, files={"orgs.csv": [leaving(school)], **files}).zipped("delta")


def school_of(made: OneRosterSet) -> Row:
    [school] = (row for row in made.files["orgs.csv"] if row["type"] == "school")
    return school


def delta(made: OneRosterSet, **files: Row) -> bytes:
    return replace(made, files={f"{name}.csv": [row] for name, row in files.items()}).zipped(
        "delta"
    )


def statuses(school: School, *rows: Row) -> list[str]:
    keys = [row["sourcedId"] for row in rows]
    return [row["status"] for row in school.rows(STATUSES, keys=keys)]


def test_a_class_leaves_together_with_its_course_and_its_students_places(
    district: School, made: OneRosterSet
) -> None:
    [course], [taught] = made.files["courses.csv"], made.files["classes.csv"]
    place = next(row for row in made.files["enrollments.csv"] if row["role"] == "student")

    job = district.run(
        delta(made, courses=leaving(course), classes=leaving(taught), enrollments=leaving(place)),
        name="set.zip",
    )

    assert (job["state"], job["rows_updated"]) == ("completed", 3)
    assert statuses(district, course, taught, place) == ["inactive", "inactive", "withdrawn"]


def test_a_class_leaves_together_with_its_term(district: School, made: OneRosterSet) -> None:
    [taught] = made.files["classes.csv"]
    term = taught["termSourcedIds"].split(",")[0]
    session = next(row for row in made.files["academicSessions.csv"] if row["sourcedId"] == term)

    job = district.run(
        delta(made, academicSessions=leaving(session), classes=leaving(taught)), name="set.zip"
    )

    assert (job["state"], job["rows_updated"]) == ("completed", 2)
    assert statuses(district, session, taught) == ["inactive", "inactive"]


def test_a_class_cannot_stay_where_its_term_has_left(district: School, made: OneRosterSet) -> None:
    [taught] = made.files["classes.csv"]
    term = taught["termSourcedIds"].split(",")[0]
    session = next(row for row in made.files["academicSessions.csv"] if row["sourcedId"] == term)
    stays = taught | CHANGED | {"status": "active", "title": "Goes on", "termSourcedIds": term}

    job = district.run(
        delta(made, academicSessions=leaving(session), classes=stays), name="set.zip"
    )

    [issue] = (each for each in district.issues(job["id"]) if each["code"] != "NOT_READ")
    assert (issue["code"], issue["column_name"]) == ("TERM_CLOSED", "termSourcedIds")
    assert statuses(district, taught, session) == ["active", "inactive"]


def test_a_class_cannot_stay_where_its_course_has_left(
    district: School, made: OneRosterSet
) -> None:
    [course], [taught] = made.files["courses.csv"], made.files["classes.csv"]

    job = district.run(
        delta(
            made,
            courses=leaving(course),
            classes=taught | CHANGED | {"status": "active", "title": "Goes on"},
        ),
        name="set.zip",
    )

    [issue] = district.issues(job["id"])
    assert (issue["code"], issue["column_name"]) == ("COURSE_CLOSED", "courseSourcedId")


@pytest.mark.parametrize("apply", [False, True])
def test_a_school_leaves_together_with_all_that_is_its_own(
    district: School, made: OneRosterSet, *, apply: bool
) -> None:
    files = ("courses", "users", "classes", "enrollments")

    job = district.run(leaves(made, *files), name="set.zip", auto_apply=apply)

    rejected = [i for i in district.issues(job["id"]) if i["code"] != "NOT_READ"]
    assert (job["state"], rejected) == ("completed" if apply else "ready", [])
    student = next(row for row in made.files["users.csv"] if row["role"] == "student")
    [course], [taught] = made.files["courses.csv"], made.files["classes.csv"]
    left = statuses(district, school_of(made), course, taught, student)
    assert set(left) == ({"inactive"} if apply else {"active"})


@pytest.mark.parametrize(
    ("name", "column"),
    [("courses", "orgSourcedId"), ("classes", "schoolSourcedId"), ("users", "orgSourcedIds")],
)
def test_nothing_stays_in_a_school_that_has_left_and_the_row_says_what_to_do(
    district: School, made: OneRosterSet, name: str, column: str
) -> None:
    stays = made.files[f"{name}.csv"][0] | CHANGED | {"status": "active"}
    both = {"orgs.csv": [leaving(school_of(made))], f"{name}.csv": [stays]}

    job = district.run(replace(made, files=both).zipped("delta"), name="set.zip")

    [issue] = (i for i in district.issues(job["id"]) if i["code"] != "NOT_READ")
    assert (issue["code"], issue["column_name"]) == ("SCHOOL_CLOSED", column)
    assert issue["message"].endswith("as “tobedeleted”, or keep the school in use.")


@pytest.mark.parametrize("user_leaves", [True, False])
def test_a_user_leaves_together_with_the_role_and_does_not_stay_without_one(
    district: School, *, user_leaves: bool
) -> None:
    size = Size(schools=1, courses=1, sections=1, students=1, places=1)
    made = make_set(3, "1.2", prefix=word("u").replace("_", "-") + "-", size=size)
    district.run(made.zipped(), name="set.zip")
    role = next(row for row in made.files["roles.csv"] if row["role"] == "student")
    user = next(u for u in made.files["users.csv"] if u["sourcedId"] == role["userSourcedId"])
    stays = user | CHANGED | {"status": "active"}

    job = district.run(
        delta(made, users=leaving(user) if user_leaves else stays, roles=leaving(role)),
        name="set.zip",
    )

    rejected = [i["code"] for i in district.issues(job["id"]) if i["code"] != "NOT_READ"]
    assert rejected == ([] if user_leaves else ["NO_ROLE"])
    assert statuses(district, user) == ["inactive" if user_leaves else "active"]
