"""lineItems.csv and results.csv of OneRoster sets: what is graded, given, amended, taken back."""

from decimal import Decimal
from typing import Any

import pytest

from schema.models import Course, GradeScale, GradeScaleEntry, Section
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.import_trail import sums
from tests.ec2_batch.imports.oneroster import Size, make_set
from tests.ec2_batch.imports.oneroster_set import OneRosterSet, Row
from tests.factories import made as stored
from tests.factories import make_section, word

RESULT = """
SELECT score::text, posted_at::date::text AS posted, label, result.status, comment
FROM result LEFT JOIN grade_scale_entry AS entry ON entry.id = grade_scale_entry_id
WHERE sourced_id = :key
"""
ITEM = "SELECT kind FROM line_item WHERE sourced_id = :key"
REASONS = """
SELECT reason FROM audit_entry JOIN result ON result.id = entity_id
WHERE entity = 'result' AND action = 'grade.amended' AND sourced_id = :key
"""
EVENTS = """
SELECT type FROM outbox
JOIN result ON result.id = ANY (coalesce(entity_ids, ARRAY[outbox.entity_id]))
WHERE sourced_id = :key AND type LIKE 'grade.%' ORDER BY outbox.id
"""


@pytest.fixture
def made(district: School) -> OneRosterSet:
    """A set that is imported already, but for its results."""
    size = Size(schools=1, courses=1, sections=1, students=3, places=1)
    made = make_set(9, "1.2", prefix=word("r").replace("_", "-") + "-", size=size)
    district.run(made.with_rows("results.csv", []).zipped(), name="set.zip")
    return made


def result_of(made: OneRosterSet, item: str, status: str = "fully graded", **said: str) -> Row:
    """Return a student's result of the line item whose id ends so."""
    row = next(r for r in made.files["results.csv"] if r["lineItemSourcedId"].endswith(item))
    return row | {"scoreStatus": status, "score": "81.50", "comment": ""} | said


def give(school: School, made: OneRosterSet, *rows: Row) -> dict[str, Any]:
    return school.run(made.delta("results.csv", *rows), name="set.zip")


def stands(school: School, row: Row) -> list[dict[str, Any]]:
    return school.rows(RESULT, key=row["sourcedId"])


def refused(school: School, job: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (issue["code"], issue["column_name"])
        for issue in school.issues(job["id"])
        if issue["code"] != "NOT_READ"
    ]


@pytest.mark.parametrize(
    ("status", "posted"),
    [("fully graded", "2026-11-20"), ("partially graded", None), ("submitted", None)],
)
def test_what_is_fully_graded_is_posted_on_its_day(
    district: School, made: OneRosterSet, status: str, posted: str | None
) -> None:
    row = result_of(made, "-final", status)

    give(district, made, row)

    [result] = stands(district, row)
    assert (result["score"], result["posted"]) == ("81.50", posted)
    told = ["grade.posted"] if posted else []
    assert [event["type"] for event in district.rows(EVENTS, key=row["sourcedId"])] == told


@pytest.mark.parametrize("status", ["exempt", "not submitted"])
def test_what_is_not_scored_is_passed_over_until_it_is(
    district: School, made: OneRosterSet, status: str
) -> None:
    row = result_of(made, "-essay", status)

    nothing = give(district, made, row | {"score": ""})
    before = stands(district, row)
    give(district, made, row | {"scoreStatus": "fully graded"})

    assert (nothing["state"], nothing["rows_rejected"], before) == ("completed", 0, [])
    assert [result["score"] for result in stands(district, row)] == ["81.50"]


def test_a_posted_score_that_changes_is_amended_in_the_name_of_the_import(
    district: School, made: OneRosterSet
) -> None:
    row = result_of(made, "-final")
    give(district, made, row)

    job = give(district, made, row | {"score": "90.00", "scoreStatus": "partially graded"})

    [result] = stands(district, row)
    assert (result["score"], result["posted"]) == ("90.00", "2026-11-20")
    [audited] = district.rows(REASONS, key=row["sourcedId"])
    assert audited["reason"] == f"Imported by job {job['id']}"
    told = [event["type"] for event in district.rows(EVENTS, key=row["sourcedId"])]
    assert told == ["grade.posted", "grade.amended"]


def test_a_result_that_is_to_be_deleted_is_put_out_of_use_as_it_was(
    district: School, made: OneRosterSet
) -> None:
    row, other = result_of(made, "-essay", comment="Well done."), result_of(made, "-final")
    give(district, made, row)
    gone = {"status": "tobedeleted", "score": "", "comment": ""}

    job = give(district, made, row | gone, other | gone)

    [result] = stands(district, row)
    assert (job["rows_updated"], job["rows_rejected"]) == (1, 0)
    assert (result["status"], result["score"], result["comment"]) == (
        "inactive", "81.50", "Well done.",
    )  # fmt: skip
    assert stands(district, other) == []


def test_results_that_come_twice_change_nothing(district: School, made: OneRosterSet) -> None:
    rows = result_of(made, "-essay"), result_of(made, "-final", "partially graded")
    give(district, made, *rows)
    before = sums(district.database)

    again = give(district, made, *rows)

    assert (again["rows_created"], again["rows_updated"], again["rows_unchanged"]) == (0, 0, 2)
    assert sums(district.database) == before


@pytest.mark.parametrize(
    ("said", "code", "column"),
    [
        ({"score": "100.01"}, "SCORE_OUT_OF_RANGE", "score"),
        ({"textScore": "A", "score": ""}, "GRADE_NOT_OF_SCALE", "textScore"),
        ({"studentSourcedId": "nobody"}, "UNKNOWN_STUDENT", "studentSourcedId"),
        ({"lineItemSourcedId": "nothing"}, "UNKNOWN_LINE_ITEM", "lineItemSourcedId"),
        ({"scoreStatus": "graded"}, "UNKNOWN_VALUE", "scoreStatus"),
        ({"scoreDate": ""}, "REQUIRED", "scoreDate"),
    ],
)
def test_a_result_that_cannot_be_is_refused_with_its_column(
    district: School, made: OneRosterSet, said: dict[str, str], code: str, column: str
) -> None:
    job = give(district, made, result_of(made, "-essay") | said)

    assert refused(district, job) == [(code, column)]


@pytest.mark.parametrize("apply", [False, True])
def test_a_score_is_taken_though_its_line_item_has_no_scale_for_the_grade_beside_it(
    district: School, made: OneRosterSet, *, apply: bool
) -> None:
    rows = [result_of(made, item) | {"textScore": "B"} for item in ("-essay", "-final")]
    data = made.delta("results.csv", *rows)

    job = district.run(data, name="set.zip", auto_apply=apply)

    assert (job["state"], job["rows_rejected"]) == ("completed" if apply else "ready", 0)
    [issue] = (i for i in district.issues(job["id"]) if i["code"] != "NOT_READ")
    assert (issue["line"], issue["code"], issue["column_name"]) == (
        0, "NO_GRADE_SCALE", "textScore",
    )  # fmt: skip
    assert "give the course a scale and import again" in issue["message"]
    scores = [result["score"] for row in rows for result in stands(district, row)]
    assert scores == (["81.50", "81.50"] if apply else [])


def test_a_line_item_with_a_slip_of_the_pen_is_suggested(
    district: School, made: OneRosterSet
) -> None:
    row = result_of(made, "-essay")
    meant = row["lineItemSourcedId"]

    job = give(district, made, row | {"lineItemSourcedId": meant.replace("-essay", "_essay")})

    [issue] = district.issues(job["id"])
    assert issue["message"].endswith(f" is not a line item of yours. Did you mean “{meant}”?")


def test_who_has_no_place_in_the_section_gets_no_result(
    district: School, made: OneRosterSet
) -> None:
    row = result_of(made, "-essay")
    [place] = (
        e for e in made.files["enrollments.csv"] if e["userSourcedId"] == row["studentSourcedId"]
    )
    gone = made.delta("enrollments.csv", place | {"status": "tobedeleted"})
    district.run(gone, name="set.zip")

    assert refused(district, give(district, made, row)) == [("NOT_ENROLLED", "studentSourcedId")]


@pytest.mark.parametrize(
    ("said", "label"),
    [({}, "B"), ({"textScore": "a"}, "A"), ({"score": "", "textScore": "B"}, "B")],
)
def test_a_final_grade_is_of_the_courses_scale(
    district: School, said: dict[str, str], label: str
) -> None:
    size = Size(schools=1, courses=1, sections=1, students=1, places=1)
    made = make_set(9, "1.2", prefix=word("g").replace("_", "-") + "-", size=size)
    catalog = ("orgs.csv", "courses.csv")
    district.run(
        OneRosterSet("1.2", {name: made.files[name] for name in catalog}).zipped(), name="set.zip"
    )
    [course] = made.files["courses.csv"]
    with district.database.owner_session() as session:
        scale = stored(session, GradeScale(name=word("scale")))
        for name, least, most in (("A", 90, 100), ("B", 80, "89.99")):
            band = {"min_percent": Decimal(least), "max_percent": Decimal(most)}
            stored(session, GradeScaleEntry(grade_scale=scale, label=name, **band))
        known = session.query(Course).filter_by(sourced_id=course["sourcedId"]).one()
        known.grade_scale_id = scale.id
    row = result_of(made, "-final") | said

    job = district.run(made.with_rows("results.csv", [row]).zipped(), name="set.zip")

    assert refused(district, job) == []
    assert [result["label"] for result in stands(district, row)] == [label]


@pytest.mark.parametrize(
    ("said", "code", "column"),
    [
        ({"resultValueMin": "100"}, "SCORES_OUT_OF_ORDER", "resultValueMax"),
        ({"resultValueMax": "80"}, "RESULTS_OUT_OF_RANGE", "resultValueMax"),
        ({"sourcedId": "another"}, "FINAL_TAKEN", "classSourcedId"),
        ({"classSourcedId": "nowhere"}, "UNKNOWN_SECTION", "classSourcedId"),
        ({"title": ""}, "REQUIRED", "title"),
    ],
)
def test_a_line_item_that_cannot_be_is_refused_with_its_column(
    district: School, made: OneRosterSet, said: dict[str, str], code: str, column: str
) -> None:
    give(district, made, result_of(made, "-final"))
    [final] = (i for i in made.files["lineItems.csv"] if i["sourcedId"].endswith("-final"))
    said = {key: word(value) if value == "another" else value for key, value in said.items()}

    for apply in (False, True):
        data = made.delta("lineItems.csv", final | said)
        job = district.run(data, name="set.zip", auto_apply=apply)
        assert refused(district, job) == [(code, column)]


@pytest.mark.parametrize("apply", [False, True])
def test_a_line_item_stays_with_its_section(
    district: School, made: OneRosterSet, *, apply: bool
) -> None:
    [work] = (i for i in made.files["lineItems.csv"] if i["sourcedId"].endswith("-essay"))
    with district.database.owner_session() as session:
        own = session.query(Section).filter_by(sourced_id=work["classSourcedId"]).one()
        other = make_section(session, own.org).sourced_id

    data = made.delta("lineItems.csv", work | {"classSourcedId": other})
    job = district.run(data, name="set.zip", auto_apply=apply)

    assert refused(district, job) == [("OTHER_SECTION", "classSourcedId")]


def test_two_final_line_items_of_a_section_are_one_too_many(
    district: School, made: OneRosterSet
) -> None:
    _, final = made.files["lineItems.csv"]
    work, other = (
        final | {"sourcedId": word("item"), "categorySourcedId": kind} for kind in ("", "final")
    )

    job = district.run(made.delta("lineItems.csv", final, work, other), name="set.zip")

    assert refused(district, job) == [("FINAL_TAKEN", "classSourcedId")]
    assert district.issues(job["id"])[0]["line"] == 4
    assert [item["kind"] for item in district.rows(ITEM, key=work["sourcedId"])] == ["assignment"]
