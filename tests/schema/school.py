"""A small district in which everybody has something the others must not see."""

from dataclasses import dataclass

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from schema.access.caller import WORKER, Caller
from schema.access.roles import Role
from schema.models import (
    Account,
    Base,
    CoursePrerequisite,
    Guardianship,
    ImportAction,
    ImportCancellation,
    ImportChange,
    ImportIssue,
    Org,
    ReportJob,
    Section,
    Student,
    StudentStanding,
)
from schema.reports import ReportName
from tests.factories import (
    made,
    make_caller,
    make_course,
    make_enrollment,
    make_grade,
    make_hold,
    make_import_job,
    make_line_item,
    make_org,
    make_preview,
    make_result,
    make_section,
    make_student,
    make_teacher,
    word,
)


@dataclass(frozen=True)
class School:
    """Ann and Ben go to north, Cid to south; each has one of everything."""

    callers: dict[str, Caller | dict[str, str]]
    # Whose each row is: table -> key -> name.
    rows: dict[str, dict[int, str]]

    def key(self, table: str, name: str) -> int:
        """Return the key of somebody's row."""
        return next(key for key, owner in self.rows[table].items() if owner == name)

    def caller(self, name: str) -> Caller:
        caller = self.callers[name]
        assert isinstance(caller, Caller)
        return caller


def make_school(session: Session) -> School:
    """Make the district, and an account for each role."""
    district = make_org(session)
    north, south = make_org(session, district), make_org(session, district)
    rows: dict[str, dict[int, str]] = {}
    callers: dict[str, Caller | dict[str, str]] = {"worker": dict(WORKER)}
    students = {}
    for name, org in (("ann", north), ("ben", north), ("cid", south)):
        students[name] = make_student(
            session, org, given_name=name, email=f"{word(name)}@example.org"
        )
        for row in _one_of_everything(session, org, students[name], callers, name):
            rows.setdefault(row.__tablename__, {})[inspect(row).identity[0]] = name
    callers |= {
        "student ann": make_caller(session, Role.STUDENT, student=students["ann"]),
        "guardian of ann": make_caller(session, Role.GUARDIAN, wards=(students["ann"],)),
        "registrar of north": make_caller(session, Role.REGISTRAR, org=north),
        "registrar of the district": make_caller(session, Role.REGISTRAR, org=district),
        "operator of north": make_caller(session, Role.OPERATOR, org=north),
        "admin": make_caller(session, Role.ADMIN),
        "auditor": make_caller(session, Role.AUDITOR),
    }
    return School(callers, rows)


def _one_of_everything(
    session: Session,
    org: Org,
    student: Student,
    callers: dict[str, Caller | dict[str, str]],
    name: str,
) -> list[Base]:
    section = make_section(session, org)
    staff = make_teacher(session, section)
    teacher = make_caller(session, Role.TEACHER, staff=staff)
    callers[f"teacher of {name}"] = teacher
    guardian = made(session, Account(subject=word("guardian"), role=Role.GUARDIAN))
    return [
        *_what_is_taught(session, org, section),
        *_what_is_learned(session, section, student),
        *_what_is_imported(session, org, student),
        made(session, ReportJob(report=ReportName.ROSTER, **_asked_by(teacher))),
        make_org(session, org),
        staff,
        guardian,
        made(session, Guardianship(account_id=guardian.id, student_id=student.id)),
    ]


def _what_is_taught(session: Session, org: Org, section: Section) -> list[Base]:
    before = make_course(session, org)
    grade = make_grade(session)
    return [
        section,
        before,
        made(session, CoursePrerequisite(course=section.course, prerequisite=before)),
        section.section_staff[0],
        section.academic_session,
        grade,
        grade.grade_scale,
    ]


def _what_is_learned(session: Session, section: Section, student: Student) -> list[Base]:
    item = make_line_item(session, section)
    return [
        student,
        make_enrollment(session, student, section),
        item,
        make_result(session, item, student, posted_at="2026-10-01"),
        make_hold(session, student),
        made(session, StudentStanding(student=student)),
    ]


def _what_is_imported(session: Session, org: Org, student: Student) -> list[Base]:
    job = make_import_job(session, org)
    of_student = {"entity": "student", "entity_id": student.id, "action": ImportAction.CREATE}
    return [
        job,
        made(session, ImportIssue(import_job=job, file="a.csv", line=2, code="X", message="No.")),
        made(session, ImportChange(import_job=job, **of_student)),
        make_preview(session, job, student),
        made(session, ImportCancellation(import_job_id=job.id)),
    ]


def _asked_by(caller: Caller) -> dict[str, str]:
    return {"requested_by": caller.subject, "requested_role": caller.role}
