"""Odd records: what the demo is too tidy to hold, for every role to see."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from schema.access.caller import Caller
from schema.access.roles import Role
from schema.models import (
    Account,
    AuditEntry,
    Course,
    CoursePrerequisite,
    GradeScale,
    GradeScaleEntry,
    Hold,
    HoldKind,
    ImportAction,
    ImportIssue,
    ImportJob,
    ImportPreview,
    ImportState,
    LineItemKind,
    Org,
    OrgType,
    ReportJob,
    ReportState,
    Section,
    SectionStaff,
    Staff,
    Student,
    StudentStanding,
)
from schema.models.base import RecordStatus
from schema.reports import ReportName
from tests import factories as make

NAMES: tuple[tuple[str, str | None], ...] = (
    ('O\'Brien "Bob"', "\\Back\\slash"),
    ("%s %(p1)s", "100% $1 {x} :y"),
    ("Zoë", None),
    ("ΝΙΚΟΣ", "ΠΑΠΑΔΟΠΟΥΛΟΣ"),
    ("İpek", "IŞIK"),
    ("😀", "\U0010ffff"),
    ("\t\x01\n", "\u2028\x7f"),
    ("Same", "Name"),
    ("Same", "Name"),
    ("Same", "Name"),
)
INSTANTS = (
    datetime(2026, 9, 1, tzinfo=UTC),
    datetime(2026, 9, 1, 8, 0, 0, 1, tzinfo=UTC),
    datetime(2026, 9, 1, 8, 0, 0, 120_000, tzinfo=UTC),
    datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
)


# Nothing hides these from people with an account, so that a field that cannot be null is not.
_HOLES = """
    CREATE POLICY hole ON {table} AS RESTRICTIVE FOR SELECT TO {roles} USING (id % 4 <> 1)
"""


def open_holes(session: Session) -> None:
    """Hide some rows that others point to, as no policy of the product does."""
    roles = ", ".join(role.database_role for role in Role)
    for table in ("academic_session", "course", "line_item", "org", "section"):
        session.execute(text(_HOLES.format(table=table, roles=roles)))


def add_odd_records(session: Session) -> list[Caller]:
    """Add them, and return callers who see less than the demo's or nothing at all."""
    school = session.scalars(select(Org).where(Org.sourced_id == "org-school-1")).one()
    section = _section(session, school)
    students = _students(session, school)
    _work(session, section, students)
    _final_grades(session, school, students)
    _acts(session, students)
    _jobs(session, school)
    _catalog(session, school)
    other = session.scalars(select(Org).where(Org.sourced_id == "org-school-2")).one()
    integration = make.make_caller(session, Role.REGISTRAR, org=school)
    account = session.scalars(select(Account).where(Account.subject == integration.subject)).one()
    account.integration = True
    return [
        integration,
        make.make_caller(session, Role.REGISTRAR, org=other),
        make.make_caller(session, Role.STUDENT, student=students[0]),
        make.make_caller(session, Role.GUARDIAN, wards=tuple(students[:4])),
        make.make_caller(session, Role.TEACHER, staff=section.staff[0]),
        make.make_caller(session, Role.OPERATOR),
        Caller("nobody", Role.ADMIN),
        Caller("demo-student", Role.ADMIN),
    ]


def _students(session: Session, school: Org) -> list[Student]:
    return [
        make.make_student(
            session,
            school,
            given_name=given,
            family_name=family,
            email=None if i % 3 == 0 else f"Odd.{i}@ExAmple.org",
            grade_level=(None, 0, 13)[i % 3],
            birth_date=(None, date(1, 1, 1), date(9999, 12, 31))[i % 3],
            directory_opt_out=i % 2 == 0,
            status=RecordStatus.INACTIVE if i % 4 == 0 else RecordStatus.ACTIVE,
            created_at=INSTANTS[i % len(INSTANTS)],
            updated_at=INSTANTS[(i // 2) % len(INSTANTS)],
        )
        for i, (given, family) in enumerate(NAMES)
    ]


def _section(session: Session, school: Org) -> Section:
    """A section of the demo's teacher and of one who teaches nothing else."""
    section = make.make_section(session, school, capacity=20)
    section.title = 'It\'s "odd" \\ 100%'
    demo = session.scalars(
        select(Staff)
        .join(Account, Account.staff_id == Staff.id)
        .where(Account.role == Role.TEACHER)
    ).first()
    for staff in (make.make_staff(session, school, family_name=None, title='"Dr."'), demo):
        make.made(session, SectionStaff(section_id=section.id, staff_id=staff.id))
    session.refresh(section)
    return section


def _work(session: Session, section: Section, students: list[Student]) -> None:
    item = make.make_line_item(session, section, title='It\'s \\ "1"', due_date=date(2026, 9, 9))
    for i, student in enumerate(students):
        make.make_enrollment(session, student, section, enrolled_at=INSTANTS[i % 2])
        score = (None, Decimal(0), Decimal("99.5"))[i % 3]
        make.make_result(
            session, item, student, score=score, posted_at=None if i % 2 else INSTANTS[1]
        )
        standing = {"gpa": None if i % 2 else Decimal("3.125"), "at_risk": i % 2 == 1}
        make.made(session, StudentStanding(student_id=student.id, **standing))
        dates: dict[str, Any] = {
            "placed_at": INSTANTS[0],
            "released_at": (None, INSTANTS[1])[i % 2],
        }
        make.made(session, Hold(student=student, kind=HoldKind.ACADEMIC, reason='"?"\n', **dates))


def _final_grades(session: Session, school: Org, students: list[Student]) -> None:
    """Grades that count and grades that do not, in two terms, with and without credits."""
    scale = make.made(session, GradeScale(name='"odd"'))
    grades = [
        make.made(session, GradeScaleEntry(grade_scale=scale, label=label, points=points, **more))
        for label, points, more in (
            ('A"', Decimal("3.67"), {}),
            ("P\\", None, {}),
            ("F", Decimal(0), {"earns_credit": False}),
        )
    ]
    for i in range(5):
        section = make.make_section(session, school)
        section.course.credits = (Decimal("0.5"), Decimal(0), Decimal("3.33"))[i % 3]
        item = make.make_line_item(
            session, section, kind=LineItemKind.FINAL, grade_scale_id=scale.id
        )
        for n, student in enumerate(students[:4]):
            posted = None if (i + n) % 4 == 3 else INSTANTS[n % 2]
            grade = {"grade_scale_entry_id": grades[(i + n) % 3].id, "posted_at": posted}
            make.make_result(session, item, student, **grade)


def _acts(session: Session, students: list[Student]) -> None:
    for i, student in enumerate(students[:4]):
        act = {"occurred_at": INSTANTS[i % 2], "reason": (None, 'It\'s "so"\n')[i % 2]}
        for entity, key in (("student", student.id), ("course", student.id), ("student", None)):
            entry = AuditEntry(subject="demo-admin", role="admin", action=f"a{i % 2}", **act)
            entry.entity, entry.entity_id = entity, key
            entry.changes = (None, {"email": [None, '"é\\']})[i % 2]
            make.made(session, entry)


def _jobs(session: Session, school: Org) -> None:
    for i, state in enumerate(ImportState):
        job = make.make_import_job(session, school)
        job.state, job.message, job.started_at = state, ("\x02", None)[i % 2], INSTANTS[i % 4]
        job.created_at = INSTANTS[i % 3]
        job.rows_expected, job.rows_total = (None, 0, 3)[i % 3], i % 4
        job.detection, job.plan_hash = (None, {"a": ['"\\', None]})[i % 2], ("", None, "x")[i % 3]
        _outline(session, job, i)
        for line in range(i % 4):
            issue = {"line": line, "value": ('"\x00'[:1], None)[line % 2], "column_name": None}
            make.made(
                session,
                ImportIssue(
                    import_job_id=job.id, file="a.csv", code="xy"[line % 2], message="'\\'", **issue
                ),
            )
    for i, state in enumerate(ReportState):
        for role in (Role.ADMIN, Role.TEACHER):
            make.made(
                session,
                ReportJob(
                    report=ReportName.ROSTER,
                    state=state,
                    object_key=(None, f"reports/{i}.csv")[i % 2],
                    requested_by=f"demo-{role}",
                    requested_role=role,
                    created_at=INSTANTS[i % 2],
                ),
            )


def _outline(session: Session, job: ImportJob, i: int) -> None:
    counts = ("rows", "create", "update", "unchanged", "deactivate", "rejected", "overwritten")
    entry = {"file": '"é', "entity": "student", **dict.fromkeys(counts, i)}
    job.plan = (None, [], [entry, {}])[i % 3]
    for before, after in ((None, {"a": "1", "é": None}), ({"b": 1, "a": '"'}, {"b": True})):
        for action in list(ImportAction)[: i % 3]:
            row = {"file": "", "line": i, "entity": "org", "key": "\\", "by_hand": bool(i % 2)}
            job.previews.append(ImportPreview(action=action, before=before, after=after, **row))
    session.flush()


def _catalog(session: Session, school: Org) -> None:
    courses = [make.make_course(session, school) for _ in range(4)]
    for i, course in enumerate(courses):
        course.title, course.credits = ("Tie", 'T"\\')[i // 2], Decimal(i % 2)
        other: Course = courses[i - 1]
        make.made(session, CoursePrerequisite(course_id=course.id, prerequisite_id=other.id))
    make.made(session, Org(name="", type=OrgType.DEPARTMENT, parent=school, identifier="0"))
    term = make.make_term(session)
    for _ in range(3):
        empty = make.make_section(session, school, term, capacity=0)
        empty.title, empty.last_day_to_enroll = "Tie", date(2026, 9, 1)
    make.make_line_item(session, empty, due_date=None)
