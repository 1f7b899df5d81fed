"""People: the student or teacher with a given number, the same at every size."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from schema.demo.block import BLOCK_STUDENTS
from schema.demo.draw import Draw
from schema.demo.names import PEOPLE, Culture
from schema.demo.rows import StudentRow
from schema.models import RecordStatus

DEMO_STUDENT = 1  # the demo student account; what it takes is set in `studies`
GRADES = (9, 10, 11, 12)
LONG_NAME_PARTS = 6  # given names, and as many family names
LETTERS_OF_THEIR_OWN = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "ß": "ss", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae",
     "Æ": "ae", "þ": "th", "Þ": "th", "ð": "d", "Ð": "d"}
)  # fmt: skip


class Name(NamedTuple):
    """A person's name; no family name where people have one name."""

    given: str
    family: str | None


def person_name(draw: Draw) -> Name:
    """Return a name that could be somebody's."""
    culture = draw.pick(PEOPLE, "culture")
    if culture.two_given and draw.happens(40, "long name"):
        return _long_name(draw, culture)
    given = draw.pick(culture.given, "given name")
    second = draw.pick(culture.given, "second given name")
    if culture.two_given and second != given and draw.happens(300, "two given names"):
        given = f"{given} {second}"
    if culture.one_name and draw.happens(750, "one name"):
        return Name(given, None)
    return Name(given, _family_name(draw, culture))


def _family_name(draw: Draw, culture: Culture) -> str:
    family = draw.pick(culture.family, "family name")
    other = draw.pick(culture.family, "other family name")
    if other == family or "-" in family + other:
        return family
    if culture.two_family:
        return f"{family} {other}"
    double = culture.two_given and draw.happens(60, "double name")
    return f"{family}-{other}" if double else family


def _long_name(draw: Draw, culture: Culture) -> Name:
    parts = range(LONG_NAME_PARTS)
    given = dict.fromkeys(draw.pick(culture.given, f"given name {n}") for n in parts)
    family = dict.fromkeys(draw.pick(culture.family, f"family name {n}") for n in parts)
    return Name(" ".join(given), " ".join(family))


def mailbox(name: Name, number: int, domain: str = "example.org") -> str:
    """Return an address that no other number has; a name without Latin letters gives `s1@…`."""
    words = re.findall("[a-z]+", _folded(f"{name.given} {name.family or ''}"))
    readable = ".".join(words)[:40].strip(".")
    return f"{readable}.{number}@{domain}" if readable else f"s{number}@{domain}"


def _folded(text: str) -> str:
    plain = text.translate(LETTERS_OF_THEIR_OWN).replace("'", "").replace("ʻ", "")
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def goes_to_academy(number: int) -> bool:
    """Return whether it is one of the third of students at a pair's smaller school."""
    return number % 3 == 0


@lru_cache(maxsize=BLOCK_STUDENTS)
def grade_level(number: int) -> int:
    """Return the grade in the 2026-2027 school year."""
    return 11 if number == DEMO_STUDENT else Draw("student", number).pick(GRADES, "grade")


@lru_cache(maxsize=BLOCK_STUDENTS)
def has_left(number: int) -> bool:
    """Return whether the student is no longer at the school."""
    return number != DEMO_STUDENT and Draw("student", number).happens(30, "left")


def student_row(number: int, school: str) -> StudentRow:
    """Return the student with a number, from 1."""
    draw = Draw("student", number)
    name, grade = person_name(draw), grade_level(number)
    born = date(2020 - grade, 9, 1) + timedelta(days=draw.below(365, "birthday"))
    return StudentRow(
        sourced_id=f"student-{number}",
        org=school,
        status=RecordStatus.INACTIVE if has_left(number) else RecordStatus.ACTIVE,
        given_name=name.given,
        family_name=name.family,
        student_number=f"S{100_000 + number}",
        email=None if draw.happens(30, "no mailbox") else mailbox(name, number),
        birth_date=None if draw.happens(20, "birthday unknown") else born,
        grade_level=grade,
        directory_opt_out=number != DEMO_STUDENT and draw.happens(60, "opts out"),
    )


def student_rows(numbers: range, schools: tuple[str, str]) -> Iterator[StudentRow]:
    """Yield the students with these numbers, each at one of a pair of schools."""
    for number in numbers:
        yield student_row(number, schools[goes_to_academy(number)])
