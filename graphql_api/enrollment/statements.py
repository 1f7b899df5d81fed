"""What enrolling reads, for any number of students and sections at once."""

from collections.abc import Collection

from sqlalchemy import ARRAY, BigInteger, Select, bindparam, exists, func, or_, select, tuple_

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

# Two keys: of a student, and of a section or a course.
Pair = tuple[int, int]


def held_places(pairs: Collection[Pair]) -> Select[int, int, int]:
    """The student, section and key of each enrollment that holds or awaits a seat."""
    return select(Enrollment.student_id, Enrollment.section_id, Enrollment.id).where(
        tuple_(Enrollment.student_id, Enrollment.section_id).in_(pairs),
        Enrollment.state.in_(HOLDING),
    )


def blocking_holds(student_ids: Collection[int]) -> Select[int, str]:
    """The student and kind of each hold in force that keeps a student from enrolling."""
    return select(Hold.student_id, Hold.kind).where(
        Hold.student_id.in_(student_ids), Hold.released_at.is_(None), Hold.blocks_enrollment
    )


def missing_prerequisites(pairs: Collection[Pair]) -> Select[int, int, str]:
    """The student, course and code of each course that must be passed before and has not been."""
    students, courses = zip(*pairs, strict=True)
    asked = (
        func.unnest(_keys("students", students), _keys("courses", courses))
        .table_valued("student_id", "course_id", name="asked")
        .render_derived()
    )
    passed = (
        select(Result.id)
        .join(LineItem, Result.line_item_id == LineItem.id)
        .join(Section, LineItem.section_id == Section.id)
        .join(GradeScaleEntry, Result.grade_scale_entry_id == GradeScaleEntry.id)
        .where(
            Result.student_id == asked.c.student_id,
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
        select(asked.c.student_id, asked.c.course_id, Course.code)
        .join(CoursePrerequisite, CoursePrerequisite.course_id == asked.c.course_id)
        .join(Course, Course.id == CoursePrerequisite.prerequisite_id)
        .where(~exists(passed))
        .order_by(Course.code)
    )


def _keys(name: str, keys: Collection[int]) -> object:
    return bindparam(name, list(keys), type_=ARRAY(BigInteger()))


def full_section(section_id: int) -> Select[bool]:
    """Whether every seat of a section is taken; stays so until the transaction ends."""
    full = Section.seats_taken >= Section.capacity
    return select(full).where(Section.id == section_id).with_for_update(key_share=True)


def now() -> Select[object]:
    """The moment of the transaction."""
    return select(func.now())
