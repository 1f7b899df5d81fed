"""Grades: how a student does in a course, and what became of the final grade."""

from dataclasses import dataclass
from functools import lru_cache

from schema.demo.block import BLOCK_STUDENTS
from schema.demo.calendar import Term
from schema.demo.catalog import GRADES, INCOMPLETE, PASS, Course, label_of
from schema.demo.draw import Draw
from schema.demo.people import DEMO_STUDENT

COMMENTS = (
    "A pleasure to have in class.",
    "Strong start; the last unit needs another look.",
    "Asks good questions.",
    "Several pieces of work came in late.",
    "Has grown a great deal this term.",
)
REASONS = (
    "Points on page two of the final exam were not added.",
    "A lab report handed in on time had been mislaid.",
    "The exam had been read against the wrong key.",
)


@dataclass(frozen=True, slots=True)
class Final:
    """A final grade as first given, and as amended if it was."""

    percent: float | None  # none: the work is incomplete
    label: str
    posted: bool
    amended_percent: float | None = None
    amended_label: str | None = None
    reason: str | None = None

    @property
    def standing_label(self) -> str:
        """The grade that counts now."""
        return self.amended_label or self.label


def percent(student: int, course: Course, term: Term, work: str) -> float:
    """Return what the student reached in a piece of work, in steps of half a percent."""
    swing = Draw("student", student).below(41, f"{work} of {course.code} in {term.name}") - 20
    return min(100.0, _usual_percent(student) + swing / 2)


@lru_cache(maxsize=BLOCK_STUDENTS)
def _usual_percent(student: int) -> int:
    if student == DEMO_STUDENT:
        return 90
    draw = Draw("student", student)
    # Two draws make a hump: most students are near the middle.
    return 62 + draw.below(19, "ability") + draw.below(19, "diligence")


def final(student: int, course: Course, term: Term) -> Final | None:
    """Return the final grade of a term that is over; none where the teacher owes it."""
    fate = Draw("student", student).below(1000, f"fate of {course.code} in {term.name}")
    reached = percent(student, course, term, "final")
    label = label_of(reached, course.scale)
    if student == DEMO_STUDENT or fate >= 70:
        return Final(reached, label, posted=True)
    if fate < 20:
        return None
    if fate < 35:
        return Final(reached, label, posted=False)
    if fate < 45:
        return Final(None, INCOMPLETE, posted=True)
    better = min(100.0, reached + 4 + fate % 6)
    reason = REASONS[fate % len(REASONS)]
    return Final(reached, label, True, better, label_of(better, course.scale), reason)


def points_earned(grade: Final | None, course: Course) -> float | None:
    """Return what the grade is worth towards a prerequisite; none is not passed."""
    if grade is None or not grade.posted or grade.standing_label in ("F", "NP", INCOMPLETE):
        return None
    if course.scale == PASS:
        return 4.0
    return next(
        float(p or 0) for label, p, *_ in GRADES[course.scale] if label == grade.standing_label
    )
