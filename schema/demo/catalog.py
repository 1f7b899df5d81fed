"""Catalogue: what the schools teach, what must come first, and how it is graded."""

from collections.abc import Iterator
from dataclasses import dataclass

from schema.demo.calendar import Season
from schema.demo.rows import (
    CoursePrerequisiteRow,
    CourseRow,
    GradeScaleEntryRow,
    GradeScaleRow,
)

LETTERS, PASS = "scale-letters", "scale-pass"
SCALES = {LETTERS: "Letter grades", PASS: "Pass or no pass"}
INCOMPLETE = "I"
FAIL_BELOW = 60  # percent, in both scales

# Label, points, first and last percent; no points: it is not in the average.
GRADES: dict[str, tuple[tuple[str, str | None, int, str], ...]] = {
    LETTERS: (
        ("A", "4.00", 93, "100.00"),
        ("A-", "3.70", 90, "92.99"),
        ("B+", "3.30", 87, "89.99"),
        ("B", "3.00", 83, "86.99"),
        ("B-", "2.70", 80, "82.99"),
        ("C+", "2.30", 77, "79.99"),
        ("C", "2.00", 73, "76.99"),
        ("C-", "1.70", 70, "72.99"),
        ("D", "1.00", FAIL_BELOW, "69.99"),
        ("F", "0.00", 0, "59.99"),
    ),
    PASS: (("P", None, FAIL_BELOW, "100.00"), ("NP", None, 0, "59.99")),
}


@dataclass(frozen=True, slots=True)
class Course:
    """One course of every high school, or of every academy."""

    code: str
    title: str
    season: Season
    teacher: int  # which of a block's teachers gives it
    after: tuple[str, ...] = ()  # codes of the courses to have passed
    credits: str = "1.00"
    scale: str = LETTERS
    open_entry: bool = False  # no last day to enroll or to drop


FALL, SPRING = Season.FALL, Season.SPRING

HIGH_SCHOOL = (
    Course("BIO-101", "Biology", FALL, 0, open_entry=True),
    Course("BIO-201", "Genetics", SPRING, 0, ("BIO-101",)),
    Course("CHEM-101", "Chemistry", SPRING, 0),
    Course("CS-101", "Computer Science", FALL, 0, open_entry=True),
    Course("CS-201", "Data Structures", SPRING, 0, ("CS-101", "MATH-101")),
    Course("MATH-101", "Algebra", FALL, 1),
    Course("MATH-201", "Geometry", SPRING, 1, ("MATH-101",)),
    Course("MATH-301", "Calculus", FALL, 1, ("MATH-201",)),
    Course("ECON-101", "Economics", SPRING, 1),
    Course("HIST-101", "World History", FALL, 2),
    Course("HIST-201", "Modern History", SPRING, 2, ("HIST-101",)),
    Course("ENG-101", "Composition", FALL, 3),
    Course("ENG-201", "Literature", SPRING, 3, ("ENG-101",)),
    Course("ART-101", "Drawing and Painting", FALL, 4, credits="0.50", open_entry=True),
    Course("MUS-101", "Choir and Orchestra", SPRING, 4, credits="0.50", scale=PASS),
    Course("PE-101", "Physical Education", SPRING, 4, credits="0.25", scale=PASS),
)
ACADEMY = (
    Course("ALG-1", "Algebra I", FALL, 5),
    Course("ALG-2", "Algebra II", SPRING, 5, ("ALG-1",)),
    Course("PHY-1", "Mechanics", FALL, 5),
    Course("PHY-2", "Electricity and Light", SPRING, 5, ("PHY-1",)),
    Course("ROB-1", "Robotics", SPRING, 5, credits="0.50", scale=PASS),
    Course("LIT-1", "World Literature", FALL, 6),
    Course("LIT-2", "Modern Literature", SPRING, 6, ("LIT-1",)),
    Course("GEO-1", "Geography", FALL, 6),
    Course("DRA-1", "Drama", FALL, 6, credits="0.50", scale=PASS, open_entry=True),
    Course("MED-1", "Media Studies", SPRING, 6),
)
CATALOGS = (HIGH_SCHOOL, ACADEMY)  # of a pair's first and second school
MIN_POINTS = {"CS-101": "2.00", "BIO-101": "1.70"}  # credit alone is not enough there


def label_of(percent: float, scale: str) -> str:
    """Return the grade that a percentage gets."""
    return next(label for label, _, first, _ in GRADES[scale] if percent >= first)


def course_id(code: str, school: str) -> str:
    """Return the sourced id of a school's course."""
    return f"course-{school.removeprefix('org-')}-{code.lower()}"


def scale_rows() -> Iterator[GradeScaleRow | GradeScaleEntryRow]:
    """Yield the scales and their grades."""
    for scale, name in SCALES.items():
        yield GradeScaleRow(scale, name)
        for label, points, first, last in GRADES[scale]:
            passes = first >= FAIL_BELOW
            yield GradeScaleEntryRow(scale, label, points, f"{first}.00", last, passes)
        yield GradeScaleEntryRow(scale, INCOMPLETE, None, None, None, False)


def course_rows(
    catalog: tuple[Course, ...], school: str
) -> Iterator[CourseRow | CoursePrerequisiteRow]:
    """Yield one school's courses, each after what must come before it."""
    for course in catalog:
        sourced_id = course_id(course.code, school)
        yield CourseRow(sourced_id, school, course.code, course.title, course.credits, course.scale)
        for code in course.after:
            yield CoursePrerequisiteRow(sourced_id, course_id(code, school), MIN_POINTS.get(code))
