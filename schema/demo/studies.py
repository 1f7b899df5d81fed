"""Studies: the courses a student takes, term by term, each after what it builds on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from schema.demo.calendar import TERMS, Phase, Term
from schema.demo.catalog import CATALOGS, MIN_POINTS, Course
from schema.demo.draw import Draw
from schema.demo.grades import Final, final, points_earned
from schema.demo.people import DEMO_STUDENT, goes_to_academy, grade_level, has_left

REGISTRATION_SECONDS = 28 * 24 * 60 * 60
LEFT_ON = date(2026, 9, 30)
WAIVER = "Placement test passed."
# What the demo student takes: Biology, full when the request came, is a place in its waitlist.
DEMO_COURSES = {
    "2025-fall": ("MATH-101", "ENG-101", "HIST-101"),
    "2026-spring": ("MATH-201", "CHEM-101"),
    "2026-fall": ("CS-101", "MATH-301", "BIO-101"),
    "2027-spring": ("ENG-201",),
}


@dataclass(frozen=True, slots=True)
class Study:
    """One course that a student takes, or asked for, in one term."""

    student: int
    number: int  # of the student's studies, from 1
    course: Course
    term: Term
    asked_at: datetime
    left_on: date | None  # the day of withdrawing from it
    override_reason: str | None
    final: Final | None


def studies(student: int) -> Iterator[Study]:
    """Yield what one student takes, in order of time."""
    draw, number = Draw("student", student), 0
    passed: dict[str, float] = {}  # points by code of course
    for term in TERMS:
        waiver = draw.happens(30, f"waiver for {term.name}")
        for course in _courses(student, draw, term, passed, waiver):
            number += 1
            study = _study(student, number, course, term, passed)
            points = points_earned(study.final, course)
            if points is not None:
                passed[course.code] = points
            yield study


def _courses(
    student: int, draw: Draw, term: Term, passed: Mapping[str, float], waiver: bool
) -> list[Course]:
    catalog = CATALOGS[goes_to_academy(student)]
    if student == DEMO_STUDENT:
        return [course for course in catalog if course.code in DEMO_COURSES[term.name]]
    wanted = _courses_wanted(student, draw, term)
    open_to_them = [
        course
        for course in catalog
        if course.season is term.season
        and course.code not in passed
        and (waiver or _prepared(course, passed))
    ]
    return draw.shuffled(open_to_them, f"courses in {term.name}")[:wanted]


def _courses_wanted(student: int, draw: Draw, term: Term) -> int:
    freshman = grade_level(student) == 9
    if term.phase is Phase.OVER:
        return 0 if freshman else 2  # freshmen were at another district's school
    if term.phase is Phase.RUNNING:
        return 3 if freshman else 2 + draw.below(2, "third course")
    return int(not has_left(student) and draw.happens(700, "plans ahead"))


def _prepared(course: Course, passed: Mapping[str, float]) -> bool:
    return all(passed.get(code, -1) >= float(MIN_POINTS.get(code, 0)) for code in course.after)


def _study(
    student: int, number: int, course: Course, term: Term, passed: Mapping[str, float]
) -> Study:
    left_on = _day_of_leaving(student, course, term)
    graded = term.phase is Phase.OVER and left_on is None
    return Study(
        student=student,
        number=number,
        course=course,
        term=term,
        asked_at=_moment_of_asking(student, course, term),
        left_on=left_on,
        override_reason=None if _prepared(course, passed) else WAIVER,
        final=final(student, course, term) if graded else None,
    )


def _moment_of_asking(student: int, course: Course, term: Term) -> datetime:
    seconds = REGISTRATION_SECONDS  # the demo student asks last, and so waits last
    if student != DEMO_STUDENT:
        seconds = Draw("student", student).below(seconds, f"asks for {course.code} {term.name}")
    return term.registration_opens + timedelta(seconds=seconds)


def _day_of_leaving(student: int, course: Course, term: Term) -> date | None:
    if term.phase is Phase.TO_COME or student == DEMO_STUDENT:
        return None
    if term.phase is Phase.RUNNING and has_left(student):
        return LEFT_ON
    draw = Draw("student", student)
    if not draw.happens(40, f"leaves {course.code} {term.name}"):
        return None
    return term.first_day + timedelta(days=7 + draw.below(50, f"day of leaving {term.name}"))
