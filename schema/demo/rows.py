"""Rows: what the generators say, table by table, with `sourced_id`s for references.

The writer makes a staging table of each class: its name is the class's and its columns
are the fields.
"""

from datetime import date, datetime
from typing import NamedTuple

from schema.models import (
    AcademicSessionType,
    EnrollmentState,
    HoldKind,
    LineItemKind,
    OrgType,
    RecordStatus,
    SectionStaffRole,
)


class OrgRow(NamedTuple):
    """A district or a school."""

    sourced_id: str
    name: str
    type: OrgType
    identifier: str
    parent: str | None


class AcademicSessionRow(NamedTuple):
    """A school year or a term."""

    sourced_id: str
    title: str
    type: AcademicSessionType
    start_date: date
    end_date: date
    parent: str | None
    school_year: int


class GradeScaleRow(NamedTuple):
    """A set of grades."""

    sourced_id: str
    name: str


class GradeScaleEntryRow(NamedTuple):
    """One grade; numbers are written out, as in a file."""

    scale: str
    label: str
    points: str | None
    min_percent: str | None
    max_percent: str | None
    earns_credit: bool


class CourseRow(NamedTuple):
    """A course of one school."""

    sourced_id: str
    org: str
    code: str
    title: str
    credits: str
    scale: str


class CoursePrerequisiteRow(NamedTuple):
    """A course to have passed before another."""

    course: str
    prerequisite: str
    min_points: str | None


class StaffRow(NamedTuple):
    """A person who works for the district."""

    sourced_id: str
    org: str
    given_name: str
    family_name: str | None
    email: str
    title: str


class StudentRow(NamedTuple):
    """A student."""

    sourced_id: str
    org: str
    status: RecordStatus
    given_name: str
    family_name: str | None
    student_number: str
    email: str | None
    birth_date: date | None
    grade_level: int
    directory_opt_out: bool


class HoldRow(NamedTuple):
    """A hold on a student."""

    sourced_id: str
    student: str
    kind: HoldKind
    reason: str
    blocks_enrollment: bool
    placed_at: datetime
    released_at: datetime | None


class SectionRow(NamedTuple):
    """A course taught to one group in one term."""

    sourced_id: str
    course: str
    session: str
    code: str
    title: str
    capacity: int
    last_day_to_enroll: date | None
    last_day_to_drop: date | None


class SectionStaffRow(NamedTuple):
    """Somebody's part in teaching a section."""

    section: str
    staff: str
    role: SectionStaffRole
    is_primary: bool


class EnrollmentRow(NamedTuple):
    """A student's place in a section."""

    sourced_id: str
    student: str
    section: str
    state: EnrollmentState
    end_date: date | None
    enrolled_at: datetime
    waitlisted_at: datetime | None
    override_reason: str | None


class LineItemRow(NamedTuple):
    """Something graded in a section."""

    sourced_id: str
    section: str
    title: str
    kind: LineItemKind
    max_score: int
    scale: str | None
    due_date: date


class ResultRow(NamedTuple):
    """What a student got for a line item."""

    sourced_id: str
    line_item: str
    student: str
    score: str | None
    label: str | None
    posted_at: datetime | None
    comment: str | None


class AmendmentRow(NamedTuple):
    """A posted result that was put right afterwards."""

    result: str
    score: str
    label: str
    reason: str


Row = (
    OrgRow
    | AcademicSessionRow
    | GradeScaleRow
    | GradeScaleEntryRow
    | CourseRow
    | CoursePrerequisiteRow
    | StaffRow
    | StudentRow
    | HoldRow
    | SectionRow
    | SectionStaffRow
    | EnrollmentRow
    | LineItemRow
    | ResultRow
    | AmendmentRow
)
