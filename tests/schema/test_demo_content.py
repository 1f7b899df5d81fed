"""The smallest size, as a newcomer finds it in the database: something of everything."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from schema.access.roles import Role
from schema.demo import seed
from schema.models import (
    Account,
    AuditEntry,
    Course,
    CoursePrerequisite,
    Enrollment,
    EnrollmentState,
    Guardianship,
    Hold,
    LineItem,
    LineItemKind,
    Org,
    Outbox,
    RecordStatus,
    Result,
    Section,
    SectionStaff,
    Staff,
    Student,
    StudentStanding,
)
from schema.rules.standing import FinalGrade, standing
from tests.conftest import Database

CURRENT_BIOLOGY = "section-2026-fall-bio-101-1"
# What there must be at least one of.
KINDS: dict[str, Select[int]] = {
    "a section with a free seat": select(Section.id).where(Section.seats_taken < Section.capacity),
    "a blocking hold": select(Hold.id).where(Hold.blocks_enrollment, Hold.released_at.is_(None)),
    "a hold that blocks nothing": select(Hold.id).where(~Hold.blocks_enrollment),
    "a released hold": select(Hold.id).where(Hold.released_at.is_not(None)),
    "a directory opt-out": select(Student.id).where(Student.directory_opt_out),
    "a student who left": select(Student.id).where(Student.status == RecordStatus.INACTIVE),
    "a student without a mailbox": select(Student.id).where(Student.email.is_(None)),
    "a withdrawn enrollment": select(Enrollment.id).where(
        Enrollment.state == EnrollmentState.WITHDRAWN, Enrollment.end_date.is_not(None)
    ),
    "an enrollment by override": select(Enrollment.id).where(
        Enrollment.override_reason.is_not(None)
    ),
    "a grade not yet posted": select(Result.id).where(Result.posted_at.is_(None)),
    "a failed course": select(Result.id).where(
        Result.grade_scale_entry.has(label="F"), Result.posted_at.is_not(None)
    ),
    "an amended grade, and why": select(AuditEntry.id).where(
        AuditEntry.action == "grade.amended",
        AuditEntry.reason.is_not(None),
        exists().where(Result.id == AuditEntry.entity_id, Result.version == 2),
    ),
    "a final grade that is owed": select(Enrollment.id).where(
        Enrollment.state == EnrollmentState.COMPLETED,
        ~exists().where(
            Result.student_id == Enrollment.student_id, Result.section_id == Enrollment.section_id
        ),
    ),
    "a prerequisite with a least grade": select(CoursePrerequisite.course_id).where(
        CoursePrerequisite.min_points.is_not(None)
    ),
    "a student at risk": select(StudentStanding.student_id).where(StudentStanding.at_risk),
}


@pytest.fixture(scope="module")
def district(database: Database) -> Iterator[Session]:
    """The owner's session in a database with the smallest size."""
    seed(database.owner_url, "S", {Role.TEACHER: "somebody"})
    with database.owner_session() as session:
        yield session


@pytest.mark.parametrize("kind", KINDS)
def test_there_is(kind: str, district: Session) -> None:
    assert district.scalars(KINDS[kind].limit(1)).first() is not None


def test_two_schools_are_below_one_district(district: Session) -> None:
    schools = select(Org.sourced_id, Org.name).where(Org.parent.has(sourced_id="northfield"))

    assert district.execute(schools.order_by(Org.id)).all() == [
        ("org-school-1", "Riverside High School"),
        ("org-school-2", "Hilltop Academy"),
    ]


def test_seats_taken_are_the_enrollments_that_hold_one(district: Session) -> None:
    counted = (
        select(func.count())
        .where(
            Enrollment.section_id == Section.id,
            Enrollment.state.in_([EnrollmentState.ACTIVE, EnrollmentState.COMPLETED]),
        )
        .scalar_subquery()
    )

    wrong = district.scalars(select(Section.code).where(Section.seats_taken != counted)).all()

    assert wrong == []


def test_biology_is_full_and_its_waitlist_is_in_order_of_asking(district: Session) -> None:
    biology = district.scalars(select(Section).filter_by(sourced_id=CURRENT_BIOLOGY)).one()
    waiting = [e for e in biology.enrollments if e.state == EnrollmentState.WAITLISTED]
    seated = [e for e in biology.enrollments if e.state == EnrollmentState.ACTIVE]

    assert len(seated) == biology.seats_taken == biology.capacity
    assert len(waiting) >= 2
    assert max(e.enrolled_at for e in seated) < min(e.enrolled_at for e in waiting)
    assert max(waiting, key=lambda e: e.enrolled_at).student.sourced_id == "student-1"
    assert all(e.waitlisted_at == e.enrolled_at for e in waiting)


def test_the_demo_student_has_grades_and_courses(district: Session) -> None:
    student = district.scalars(select(Student).filter_by(student_number="S100001")).one()
    states = {enrollment.state for enrollment in student.enrollments}

    assert student.id == 1
    assert len(student.results) >= 5
    assert states == {*EnrollmentState} - {EnrollmentState.WITHDRAWN}
    assert student.standing is not None
    assert not student.standing.at_risk


def test_the_demo_teacher_teaches_biology_and_computer_science_now(district: Session) -> None:
    taught = (
        select(Course.code)
        .join(Section.course)
        .join(SectionStaff, and_(SectionStaff.section_id == Section.id, SectionStaff.is_primary))
        .join(Staff)
        .where(Staff.sourced_id == "staff-1", Section.academic_session.has(title="Fall 2026"))
    )

    assert district.scalars(taught.order_by(Course.code)).all() == ["BIO-101", "CS-101"]


def test_each_role_has_an_account(district: Session) -> None:
    accounts = {account.role: account for account in district.scalars(select(Account))}
    wards = select(Guardianship.student_id).filter_by(account_id=accounts[Role.GUARDIAN].id)

    assert accounts.keys() == set(Role)
    assert accounts[Role.STUDENT].subject == "demo-student"
    assert accounts[Role.TEACHER].subject == "somebody"
    assert district.scalars(wards.order_by(Guardianship.student_id)).all() == [1, 2]


def test_standings_are_what_the_rule_says(district: Session) -> None:
    item = aliased(LineItem)
    finals = (
        select(Result)
        .join(item, Result.line_item)
        .where(item.kind == LineItemKind.FINAL, Result.posted_at.is_not(None))
    )
    grades: dict[int, list[FinalGrade]] = {}
    for result in district.scalars(finals):
        entry = result.grade_scale_entry
        assert entry is not None
        grade = FinalGrade(result.section.course.credits, entry.points, entry.earns_credit)
        grades.setdefault(result.student_id, []).append(grade)

    computed = {
        row.student_id: (row.gpa, row.credits_attempted, row.credits_earned, row.at_risk)
        for row in district.scalars(select(StudentStanding))
    }

    rule = {student: standing(of_student) for student, of_student in grades.items()}
    assert computed == {
        student: (s.gpa, s.credits_attempted, s.credits_earned, s.at_risk)
        for student, s in rule.items()
    }


def test_nothing_is_told_to_the_outside(district: Session) -> None:
    assert district.scalar(select(func.count()).select_from(Outbox)) == 0
