"""Enrollments as a school's own system exports them: section by section, 25 seats in each.

Made like the rows of students: each is a function of its number and of how many sections there are.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.imports.rows import Ids, drawn, earlier
from benchmarks.imports.student_rows import OTHER_HALF, student_number

SEATS = 25  # taken in each section
COURSES_EACH = 5  # sections that a student is in
FIRST_DAY, A_WEEK_LATER = "2026-08-24", "2026-08-31"


def section_code(section: int) -> str:
    """Return the code of a section."""
    return f"SEC-{section:06}"


@dataclass(frozen=True, slots=True)
class EnrollmentRows:
    """The rows of enrollments.csv, and what the table holds of them."""

    sections: int
    name: str = "enrollments"
    table: str = "enrollment"
    header: tuple[str, ...] = ("sourced_id", "student", "section", "state", "begin_date")
    columns: tuple[str, ...] = (
        "sourced_id", "student_id", "section_id", "org_id", "state", "begin_date",
    )  # fmt: skip
    faults: tuple[str, ...] = (
        "UNKNOWN_STUDENT", "UNKNOWN_SECTION", "INVALID_DATE", "DUPLICATE_ID", "WRONG_WIDTH",
    )  # fmt: skip

    def clean(self, number: int, *, changed: bool = False) -> list[str]:
        """Return the cells of a row with nothing wrong in it; `changed` begins a week later.

        No student is in a section twice: the five that one is in are a seventh of all apart.
        """
        section, seat = divmod(number, SEATS)
        turn, place = seat % COURSES_EACH, seat // COURSES_EACH
        first = (section - turn * (self.sections // 7)) % self.sections
        chance = drawn(number)
        return [
            str(uuid.UUID(int=chance << 64 | chance ^ OTHER_HALF)),
            student_number(first + self.sections * place),
            section_code(section),
            "active",
            A_WEEK_LATER if changed else FIRST_DAY,
        ]

    def faulty(self, number: int, fault: str, first: int) -> list[str]:
        """Return the cells of a row that has to be rejected, in a file that begins at `first`."""
        if fault == "DUPLICATE_ID":
            return self.clean(earlier(number, first))
        cells = self.clean(number)
        if fault == "WRONG_WIDTH":
            return [*cells, "see note"]
        column, text = {
            "UNKNOWN_STUDENT": ("student", f"X{number}"),
            "UNKNOWN_SECTION": ("section", f"SEC-{number}-old"),
            "INVALID_DATE": ("begin_date", "2026-09-31"),
        }[fault]
        cells[self.header.index(column)] = text
        return cells

    def stored(self, cells: Sequence[str], ids: Ids) -> list[str | int]:
        """Return a clean row as the table holds it."""
        sourced_id, student, section, *rest = cells
        found = (ids["student_id"][student], ids["section_id"][section], ids["org_id"][section])
        return [sourced_id, *found, *rest]
