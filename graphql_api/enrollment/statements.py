"""What enrolling reads."""

from sqlalchemy import Select, exists, func, or_, select

from schema.models import (
    Course,
    CoursePrerequisite,
    Enrollment,
    GradeScaleEntry,
    Hold,
    LineItem,
    Result,
    Section,
)
from schema.models.enrollment import EnrollmentState
from schema.models.line_item import LineItemKind

HOLDING = (EnrollmentState.ACTIVE, EnrollmentState.WAITLISTED, EnrollmentState.COMPLETED)


def blocking_holds(student_id: int) -> Select[str]:
    """The kinds of the holds in force that keep a student from enrolling."""
    return select(Hold.kind).where(
        Hold.student_id == student_id, Hold.released_at.is_(None), Hold.blocks_enrollment
    )


def missing_prerequisites(student_id: int, course_id: int) -> Select[str]:
    """The codes of the courses that a student must pass before this one and has not."""
    passed = (
        select(Result.id)
        .join(LineItem, Result.line_item_id == LineItem.id)
        .join(Section, LineItem.section_id == Section.id)
        .join(GradeScaleEntry, Result.grade_scale_entry_id == GradeScaleEntry.id)
        .where(
            Result.student_id == student_id,
            Section.course_id == CoursePrerequisite.prerequisite_id,
            LineItem.kind == LineItemKind.FINAL,
            GradeScaleEntry.earns_credit,
            or_(
                CoursePrerequisite.min_points.is_(None),
                GradeScaleEntry.points >= CoursePrerequisite.min_points,
            ),
        )
    )
    return (
        select(Course.code)
        .join(CoursePrerequisite, CoursePrerequisite.prerequisite_id == Course.id)
        .where(CoursePrerequisite.course_id == course_id, ~exists(passed))
        .order_by(Course.code)
    )


def held_place(student_id: int, section_id: int) -> Select[int]:
    """The enrollment by which a student holds or awaits a seat in a section."""
    return select(Enrollment.id).where(
        Enrollment.student_id == student_id,
        Enrollment.section_id == section_id,
        Enrollment.state.in_(HOLDING),
    )


def full_section(section_id: int) -> Select[bool]:
    """Whether every seat of a section is taken; stays so until the transaction ends."""
    full = Section.seats_taken >= Section.capacity
    return select(full).where(Section.id == section_id).with_for_update(key_share=True)


def now() -> Select[object]:
    """The moment of the transaction."""
    return select(func.now())
