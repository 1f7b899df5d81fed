"""Factories: records made up for a test, except for what it is about."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from schema.access.caller import Caller
from schema.access.roles import Role
from schema.models import (
    AcademicSession,
    AcademicSessionType,
    Account,
    Base,
    Course,
    Enrollment,
    GradeScale,
    GradeScaleEntry,
    Guardianship,
    Hold,
    HoldKind,
    ImportAction,
    ImportJob,
    ImportPreview,
    LineItem,
    Org,
    OrgType,
    Result,
    Section,
    SectionStaff,
    Staff,
    Student,
)

YEAR_BEGINS, YEAR_ENDS = date(2026, 8, 1), date(2027, 7, 31)
TERM_BEGINS, TERM_ENDS = date(2026, 8, 24), date(2026, 12, 18)

Row = TypeVar("Row", bound=Base)


def word(prefix: str) -> str:
    """Return a word that no other record has."""
    return f"{prefix}-{uuid.uuid4().hex[:12]}"


def made(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def make_org(session: Session, parent: Org | None = None) -> Org:
    return made(session, Org(name=word("school"), type=OrgType.SCHOOL, parent=parent))


def make_student(session: Session, org: Org | None = None, **columns: Any) -> Student:
    org = org or make_org(session)
    names = {"given_name": "Ada", "family_name": "Lovelace", "student_number": word("S")}
    return made(session, Student(org=org, **names | columns))


def make_staff(session: Session, org: Org | None = None, **columns: Any) -> Staff:
    org = org or make_org(session)
    return made(session, Staff(org=org, **{"given_name": "Maria", **columns}))


def make_year(session: Session) -> AcademicSession:
    return made(
        session,
        AcademicSession(
            title=word("year"),
            type=AcademicSessionType.SCHOOL_YEAR,
            start_date=YEAR_BEGINS,
            end_date=YEAR_ENDS,
            school_year=2027,
        ),
    )


def make_term(
    session: Session,
    start_date: date = TERM_BEGINS,
    end_date: date = TERM_ENDS,
    parent: AcademicSession | None = None,
) -> AcademicSession:
    return made(
        session,
        AcademicSession(
            title=word("term"),
            type=AcademicSessionType.TERM,
            start_date=start_date,
            end_date=end_date,
            parent=parent or make_year(session),
            school_year=2027,
        ),
    )


def make_course(session: Session, org: Org | None = None, **columns: Any) -> Course:
    org = org or make_org(session)
    course = {"code": word("C"), "title": "Biology", "credits": Decimal("1.00")}
    return made(session, Course(org=org, **course | columns))


def make_section(
    session: Session,
    org: Org | None = None,
    term: AcademicSession | None = None,
    capacity: int = 30,
) -> Section:
    org = org or make_org(session)
    section = Section(
        org=org,
        course=make_course(session, org),
        academic_session=term or make_term(session),
        code=word("section"),
        title="Biology",
        capacity=capacity,
    )
    return made(session, section)


def make_enrollment(
    session: Session, student: Student | None = None, section: Section | None = None, **columns: Any
) -> Enrollment:
    section = section or make_section(session)
    student = student or make_student(session, section.org)
    return made(session, Enrollment(student=student, section=section, **columns))


def make_teacher(session: Session, section: Section) -> Staff:
    staff = make_staff(session, section.org)
    made(session, SectionStaff(section=section, staff=staff, is_primary=True))
    return staff


def make_grade(
    session: Session, label: str = "A", scale: GradeScale | None = None
) -> GradeScaleEntry:
    scale = scale or made(session, GradeScale(name=word("scale")))
    return made(session, GradeScaleEntry(grade_scale=scale, label=label, points=Decimal(4)))


def make_line_item(session: Session, section: Section | None = None, **columns: Any) -> LineItem:
    section = section or make_section(session)
    item = {"title": "Essay", "max_score": Decimal(100), **columns}
    return made(session, LineItem(section=section, **item))


def make_result(
    session: Session,
    line_item: LineItem | None = None,
    student: Student | None = None,
    **columns: Any,
) -> Result:
    line_item = line_item or make_line_item(session)
    student = student or make_student(session)
    return made(session, Result(line_item=line_item, student=student, **columns))


def make_hold(session: Session, student: Student) -> Hold:
    return made(session, Hold(student=student, kind=HoldKind.FINANCIAL, reason="Library fine"))


def make_import_job(session: Session, org: Org) -> ImportJob:
    return made(
        session,
        ImportJob(
            org=org,
            requested_by=word("subject"),
            requested_role=Role.OPERATOR,
            file_name="students.csv",
            object_key=word("uploads"),
        ),
    )


def make_preview(session: Session, job: ImportJob, student: Student) -> ImportPreview:
    """Say that an import would change a student."""
    of_student = {"entity": "student", "key": student.sourced_id, "action": ImportAction.UPDATE}
    name = {"given_name": student.given_name}
    where = {"file": "a.csv", "line": 2, "by_hand": False}
    row = ImportPreview(import_job=job, before=name, after=name, **where, **of_student)
    return made(session, row)


def make_caller(
    session: Session,
    role: Role,
    *,
    student: Student | None = None,
    staff: Staff | None = None,
    org: Org | None = None,
    wards: tuple[Student, ...] = (),
) -> Caller:
    """Make an account and return who signs in with it."""
    account = made(
        session, Account(subject=word("subject"), role=role, student=student, staff=staff, org=org)
    )
    for ward in wards:
        made(session, Guardianship(account_id=account.id, student_id=ward.id))
    return Caller(account.subject, role)
