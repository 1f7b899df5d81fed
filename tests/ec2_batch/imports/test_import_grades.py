"""grades.csv: final grades by label or by score, official as soon as they are imported."""

from decimal import Decimal

import pytest

from schema.models import Course, GradeScale, GradeScaleEntry, Section, Student
from schema.models.enrollment import EnrollmentState
from schema.models.line_item import LineItemKind
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.import_trail import sums
from tests.ec2_batch.imports.places import Class, events, open_class
from tests.ec2_batch.imports.test_import_and_undo import undo
from tests.ec2_batch.imports.test_import_catalog import counts
from tests.factories import made, make_enrollment, make_line_item, make_result, word

GRADES = """
SELECT student_number AS student, label, score::text, comment, posted_at IS NOT NULL AS posted
FROM result JOIN student ON student.id = student_id
LEFT JOIN grade_scale_entry AS entry ON entry.id = grade_scale_entry_id
WHERE result.org_id = :org ORDER BY result.id
"""
ITEMS = """
SELECT title, kind, min_score::text, max_score::text, grade_scale_id IS NOT NULL AS has_scale
FROM line_item WHERE org_id = :org
"""
AUDITS = """
SELECT audit_entry.reason, audit_entry.changes FROM audit_entry
JOIN result ON result.id = audit_entry.entity_id
WHERE entity = 'result' AND action = 'grade.amended' AND org_id = :org ORDER BY audit_entry.id
"""
BANDS = {"A": (90, 100), "B": (80, "89.99"), "P": (None, None)}


@pytest.fixture
def graded(school: School) -> Class:
    """A section whose course has a scale, with students in it."""
    taken = open_class(school)
    with school.database.owner_session() as session:
        scale = made(session, GradeScale(name=word("scale")))
        for points, (label, (least, most)) in enumerate(reversed(BANDS.items())):
            band = {"min_percent": least, "max_percent": most, "points": Decimal(points)}
            made(session, GradeScaleEntry(grade_scale=scale, label=label, **band))
        section = session.query(Section).filter_by(code=taken.code).one()
        session.get_one(Course, section.course_id).grade_scale_id = scale.id
        for number in taken.students:
            student = session.query(Student).filter_by(student_number=number).one()
            make_enrollment(session, student, section)
    return taken


def grades(taken: Class, header: str, *rows: str) -> str:
    named = zip(taken.students, rows, strict=False)
    return f"student,section,{header}\n" + "".join(f"{s},{taken.code},{r}\n" for s, r in named)


def given(school: School) -> list[tuple[str | None, str | None]]:
    return [(grade["label"], grade["score"]) for grade in school.rows(GRADES)]


def test_grades_are_posted_by_label_or_by_the_band_of_their_score(
    school: School, graded: Class
) -> None:
    data = grades(graded, "grade,score,comment", "A,,Careful", ",85.50,", "b,91,", "P,12,")

    job = school.run(data, name="grades.csv")

    assert school.issues(job["id"]) == []
    assert (job["format"], counts(job)) == ("grades", (4, 0, 0, 0))
    assert given(school) == [("A", None), ("B", "85.50"), ("B", "91.00"), ("P", "12.00")]
    first = school.rows(GRADES)[0]
    assert (first["comment"], first["posted"]) == ("Careful", True)
    assert events(school) == {"grade.posted": 4}


def test_the_final_item_is_made_where_there_is_none_and_only_once(
    school: School, graded: Class
) -> None:
    school.run(grades(graded, "grade", "A", "B"))
    school.run(grades(graded, "grade", "A", "B", "A"))

    assert school.rows(ITEMS) == [
        {
            "title": "Final grade", "kind": "final", "min_score": "0.00", "max_score": "100.00",
            "has_scale": True,
        }
    ]  # fmt: skip
    assert given(school) == [("A", None), ("B", None), ("A", None)]


def test_a_section_without_a_scale_has_scores_alone(school: School) -> None:
    taken = open_class(school)
    with school.database.owner_session() as session:
        section = session.query(Section).filter_by(code=taken.code).one()
        for number in taken.students:
            student = session.query(Student).filter_by(student_number=number).one()
            make_enrollment(session, student, section)

    job = school.run(grades(taken, "grade,score", ",91.5", "A,91.5"))

    [issue] = school.issues(job["id"])
    assert (issue["code"], issue["value"]) == ("GRADE_NOT_OF_SCALE", "A")
    assert "has no grade scale, and so no grade: give a score." in issue["message"]
    assert given(school) == [(None, "91.50")]


def test_a_file_that_is_imported_again_changes_nothing(school: School, graded: Class) -> None:
    data = grades(graded, "grade,score", "A,", ",85")
    school.run(data)
    before = sums(school.database), events(school)

    again = school.run(data)
    other = school.run(data.replace("grade,score", "final grade,percent"))

    assert [counts(again), counts(other)] == [(0, 0, 2, 0)] * 2
    assert (sums(school.database), events(school)) == before


def test_a_posted_grade_changes_only_for_a_reason_and_each_change_is_audited(
    school: School, graded: Class
) -> None:
    school.run(grades(graded, "grade", "B", "B", "B", "B"))

    job = school.run(
        grades(graded, "grade,reason", "A,Late work", "A,", "A,Wrong sum", "B,Unneeded")
    )

    assert counts(job) == (0, 2, 1, 1)
    [issue] = school.issues(job["id"])
    assert (issue["line"], issue["code"], issue["column_name"]) == (3, "REASON_NEEDED", "reason")
    assert [label for label, _ in given(school)] == ["A", "B", "A", "B"]
    audited = school.rows(AUDITS)
    assert sorted(entry["reason"] for entry in audited) == ["Late work", "Wrong sum"]
    assert all("grade_scale_entry_id" in entry["changes"] for entry in audited)
    assert events(school) == {"grade.posted": 4, "grade.amended": 2}


def test_a_draft_becomes_official(school: School, graded: Class) -> None:
    draft_of(school, graded, score=Decimal(85))

    job = school.run(grades(graded, "grade,score", "B,85"))

    assert counts(job) == (0, 1, 0, 0)
    assert [grade["posted"] for grade in school.rows(GRADES)] == [True]
    assert events(school) == {"grade.posted": 1}


def test_a_score_that_stays_keeps_the_grade_that_somebody_gave_for_it(
    school: School, graded: Class
) -> None:
    school.run(grades(graded, "grade,score", "A,85"))

    job = school.run(grades(graded, "score", "85.00"))

    assert (counts(job), given(school)) == ((0, 0, 1, 0), [("A", "85.00")])


def draft_of(school: School, taken: Class, **columns: object) -> None:
    """Give the first student a result that is not posted."""
    with school.database.owner_session() as session:
        section = session.query(Section).filter_by(code=taken.code).one()
        item = make_line_item(session, section, kind=LineItemKind.FINAL)
        item.grade_scale_id = session.get_one(Course, section.course_id).grade_scale_id
        student = session.query(Student).filter_by(student_number=taken.students[0]).one()
        make_result(session, item, student, **columns)


@pytest.mark.parametrize(
    ("row", "code", "column", "words"),
    [
        ("C,,", "GRADE_NOT_OF_SCALE", "grade", "one of A, B, P"),
        (",101,", "SCORE_OUT_OF_RANGE", "score", "from 0 to 100"),
        (",-1,", "SCORE_OUT_OF_RANGE", "score", "from 0 to 100"),
        (",12,", "GRADE_NEEDED", "grade", "none has a band"),
        (",1.234,", "TOO_FINE", "score", "decimals"),
        (",,Nothing", "REQUIRED", "grade", "a grade, a score or both"),
    ],
)
@pytest.mark.parametrize("auto_apply", [True, False])
def test_a_grade_that_cannot_be_is_refused_and_leaves_no_item(
    school: School, graded: Class, row: str, code: str, column: str, words: str, auto_apply: bool
) -> None:
    job = school.run(grades(graded, "grade,score,comment", row), auto_apply=auto_apply)

    [issue] = school.issues(job["id"])
    assert (issue["line"], issue["code"], issue["column_name"]) == (2, code, column)
    assert words in issue["message"]
    assert (job["rows_rejected"], school.rows(ITEMS)) == (1, [])


def test_who_has_no_place_in_a_section_is_not_graded_there(school: School, graded: Class) -> None:
    with school.database.owner_session() as session:
        student = session.query(Student).filter_by(student_number=graded.students[0]).one()
        student.enrollments[0].state = EnrollmentState.WITHDRAWN

    job = school.run(grades(graded, "grade", "A", "B"))

    assert [(i["line"], i["code"]) for i in school.issues(job["id"])] == [(2, "NOT_ENROLLED")]
    assert given(school) == [("B", None)]


def test_a_plan_of_grades_makes_nothing(school: School, graded: Class) -> None:
    before = sums(school.database)

    job = school.run(grades(graded, "grade", "A", "B"), auto_apply=False)

    [plan] = job["plan"]
    assert (plan["entity"], plan["create"], plan["rejected"]) == ("result", 2, 0)
    assert sums(school.database) == before


def test_an_undo_takes_grades_and_the_items_that_were_made_for_them(
    school: School, graded: Class
) -> None:
    before = sums(school.database)

    job = school.run(grades(graded, "grade", "A", "B"))
    undone = undo(school, job["id"])

    assert (undone["state"], sums(school.database)) == ("undone", before)


def test_an_undo_gives_an_amended_grade_back(school: School, graded: Class) -> None:
    school.run(grades(graded, "grade", "A", "B"))
    before = sums(school.database)

    job = school.run(grades(graded, "grade,reason", "B,Late work", "A,Late work"))
    undone = undo(school, job["id"])

    assert counts(job) == (0, 2, 0, 0)
    assert (undone["state"], sums(school.database)) == ("undone", before)
