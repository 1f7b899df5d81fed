"""Calendar: two school years of two terms; two terms over, one running, one to come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from functools import cached_property

from schema.demo.rows import AcademicSessionRow
from schema.models import AcademicSessionType


class Season(StrEnum):
    """The half of a school year in which a course is given."""

    FALL = "fall"
    SPRING = "spring"


class Phase(IntEnum):
    """Where a term stands in the demo's present, the fall of 2026."""

    OVER = 0
    RUNNING = 1
    TO_COME = 2


@dataclass(frozen=True)  # without slots: what follows from the days is worked out once
class Term:
    """One term and the days that matter in it."""

    season: Season
    phase: Phase
    first_day: date
    last_day: date
    school_year: int  # the year it ends in

    @cached_property
    def name(self) -> str:
        return f"{self.first_day.year}-{self.season}"

    @cached_property
    def sourced_id(self) -> str:
        return f"term-{self.name}"

    @cached_property
    def title(self) -> str:
        return f"{self.season.title()} {self.first_day.year}"

    @cached_property
    def last_day_to_enroll(self) -> date:
        return self.first_day + timedelta(weeks=2, days=-3)

    @cached_property
    def last_day_to_drop(self) -> date:
        return self.last_day - timedelta(weeks=2)

    @cached_property
    def midterm_day(self) -> date:
        return self.first_day + timedelta(weeks=8, days=-3)

    @cached_property
    def registration_opens(self) -> datetime:
        """The moment of the first enrollment; places go for four weeks from then."""
        return at_noon(self.first_day - timedelta(weeks=14))

    @cached_property
    def grades_due(self) -> datetime:
        return at_noon(self.last_day + timedelta(days=4))


YEARS = {  # first and last day, by the year it ends in
    2026: (date(2025, 8, 18), date(2026, 6, 5)),
    2027: (date(2026, 8, 17), date(2027, 6, 4)),
}
TERMS = (
    Term(Season.FALL, Phase.OVER, date(2025, 8, 25), date(2025, 12, 19), 2026),
    Term(Season.SPRING, Phase.OVER, date(2026, 1, 12), date(2026, 5, 29), 2026),
    Term(Season.FALL, Phase.RUNNING, date(2026, 8, 24), date(2026, 12, 18), 2027),
    Term(Season.SPRING, Phase.TO_COME, date(2027, 1, 11), date(2027, 5, 28), 2027),
)


def at_noon(day: date) -> datetime:
    """Return the day's noon in UTC."""
    return datetime.combine(day, time(12), UTC)


def session_rows() -> Iterator[AcademicSessionRow]:
    """Yield the school years, then their terms."""
    for year, (first, last) in YEARS.items():
        title, kind = f"{year - 1}-{year}", AcademicSessionType.SCHOOL_YEAR
        yield AcademicSessionRow(f"year-{title}", title, kind, first, last, None, year)
    for term in TERMS:
        year = term.school_year
        yield AcademicSessionRow(
            sourced_id=term.sourced_id,
            title=term.title,
            type=AcademicSessionType.TERM,
            start_date=term.first_day,
            end_date=term.last_day,
            parent=f"year-{year - 1}-{year}",
            school_year=year,
        )
