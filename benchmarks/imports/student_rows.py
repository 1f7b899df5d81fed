"""Students as a school's own system exports them: each row a function of its number alone.

Row 7 is the same in a file of any size, so that files can be cut, repeated and compared.
"""

import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.imports.rows import Ids, drawn, earlier
from schema.demo.names import PEOPLE

SCHOOLS = (
    "Riverside High School",
    "Hilltop Academy",
    "Québec Street School",
    "Lincoln Elementary",
    "Northgate Middle School",
    "Saint Brigid’s",
)
FIRST_BIRTHDAY = date(2008, 9, 1)
BIRTHDAYS = 365 * 12
OTHER_HALF = 0x4000_8000_0000_0000  # of an id; the first half is unique by itself
GRADES = ("K", *map(str, range(1, 14)))


def student_number(number: int) -> str:
    """Return the student number of a row's student."""
    return f"N{200_000 + number}"


def _names(given: bool) -> list[tuple[list[str], list[str]]]:
    """Return each culture's names, composed, each with what an e-mail address makes of it."""
    cultures = []
    for culture in PEOPLE:
        names = culture.given if given else (("",) if culture.one_name else culture.family)
        composed = [unicodedata.normalize("NFC", name) for name in names]
        cultures.append((composed, [_plain(name) for name in composed]))
    return cultures


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(letter for letter in letters.lower() if letter.isalpha()) or "student"


GIVEN, FAMILY = _names(given=True), _names(given=False)


@dataclass(frozen=True, slots=True)
class StudentRows:
    """The rows of students.csv, and what the table holds of them."""

    name: str = "students"
    table: str = "student"
    header: tuple[str, ...] = (
        "sourced_id", "student_number", "given_name", "family_name", "email", "birth_date",
        "grade_level", "school",
    )  # fmt: skip
    columns: tuple[str, ...] = (
        "sourced_id", "student_number", "given_name", "family_name", "email", "birth_date",
        "grade_level", "org_id",
    )  # fmt: skip
    # By the code that the importer gives.
    faults: tuple[str, ...] = (
        "INVALID_EMAIL", "INVALID_DATE", "UNKNOWN_SCHOOL", "DUPLICATE_ID", "INVALID_GRADE_LEVEL",
        "REQUIRED", "WRONG_WIDTH", "DUPLICATE_EMAIL", "INVALID_ID", "INVALID_NAME",
    )  # fmt: skip

    def clean(self, number: int, *, changed: bool = False) -> list[str]:
        """Return the cells of a row with nothing wrong in it; `changed` is a year later."""
        chance = drawn(number)
        culture = chance % len(PEOPLE)
        given, given_plain = GIVEN[culture]
        family, family_plain = FAMILY[culture]
        g, f = (chance >> 8) % len(given), (chance >> 16) % len(family)
        surname = f"{family[f]}, Jr." if number % 40 == 3 and family[f] else family[f]
        email = f"{given_plain[g]}.{family_plain[f]}{number}@students.example.org"
        grade = (chance >> 24) % 13
        return [
            str(uuid.UUID(int=chance << 64 | chance ^ OTHER_HALF)),
            student_number(number),
            given[g],
            surname,
            "" if number % 20 == 11 else email,
            str(FIRST_BIRTHDAY + timedelta(days=(chance >> 32) % BIRTHDAYS)),
            GRADES[grade + changed],
            SCHOOLS[(chance >> 48) % len(SCHOOLS)],
        ]

    def faulty(self, number: int, fault: str, first: int) -> list[str]:
        """Return the cells of a row that has to be rejected, in a file that begins at `first`."""
        if fault == "DUPLICATE_ID":
            return self.clean(earlier(number, first))
        cells = self.clean(number)
        if fault == "WRONG_WIDTH":
            return [*cells, "moved here in May"]
        column, text = {
            "INVALID_EMAIL": ("email", "no address given"),
            # In whatever order they are read, no such day is in the calendar.
            "INVALID_DATE": ("birth_date", "2012-02-31" if number // 500 % 2 else "31/02/2012"),
            "UNKNOWN_SCHOOL": ("school", "Riverside Hihg School"),
            "INVALID_GRADE_LEVEL": ("grade_level", "14"),
            "REQUIRED": ("given_name", ""),
            "DUPLICATE_EMAIL": ("email", self.clean(earlier(number, first))[4]),
            "INVALID_ID": ("student_number", f"{number} / old"),
            "INVALID_NAME": ("given_name", "555-0199"),
        }[fault]
        cells[self.header.index(column)] = text
        return cells

    def stored(self, cells: Sequence[str], ids: Ids) -> list[str | int]:
        """Return a clean row as the table holds it, given the schools' ids."""
        grade = 0 if cells[6] == "K" else int(cells[6])
        return [*cells[:6], grade, ids["org_id"][cells[7]]]
