"""Parsers: a cell's text to the value that a column holds, or why it cannot be."""

import re
from datetime import date
from typing import TypeVar

from ec2_batch.imports.issue import BadValueError, shown
from schema.rules.fault import Fault
from schema.rules.student import (
    birth_date_fault,
    email_fault,
    grade_level_fault,
    name_fault,
    student_number_fault,
)
from schema.rules.text import composed, text_fault

Value = TypeVar("Value")

SOURCED_ID = re.compile(r"[A-Za-z0-9._:@/{}-]{1,255}")
DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
GRADE = re.compile(r"(?:grade\s*)?0?(\d{1,2})(?:st|nd|rd|th)?(?:\s*grade)?", re.ASCII | re.I)
KINDERGARTEN = {"k", "kg", "kindergarten"}
NO_GRADE = 99
# Texts that are their own value, for a glance at many at once: less than the rules let pass.
PLAIN_NAME = r"[A-Za-z][A-Za-z' -]{0,60}"
PLAIN_EMAIL = (
    r"[A-Za-z0-9_+-]{1,30}(?:\.[A-Za-z0-9_+-]{1,15}){0,2}@(?:[a-z0-9]{1,30}\.){1,3}[a-z]{2,10}"
)
NOT_A_NUMBER = (
    "It is not a student number: use letters, digits, dot, dash and underscore, at most 64."
)


def clean_text(value: str) -> str:
    """Return text composed (NFC) and trimmed.

    Raises:
        BadValueError: it holds a character that cannot be seen or was not decoded.
    """
    text = composed(value)
    return checked(text, text, text_fault(text))


def person_name(value: str) -> str:
    """Return a name as it is written."""
    return checked(value, value, name_fault(value))


def full_name(value: str) -> tuple[str, str | None]:
    """Return given and family name; one word is a given name, `Family, Given` is turned."""
    family, comma, given = (part.strip() for part in person_name(value).partition(","))
    if comma and given and family:
        return given, family
    given, _, family = value.rstrip(", ").rpartition(" ")
    return (given.strip(), family) if given else (family, None)


def student_number(value: str) -> str:
    """Return a student number."""
    return checked(value, value, student_number_fault(value))


def sourced_id(value: str) -> str:
    """Return the key that another system knows a record by."""
    if not SOURCED_ID.fullmatch(value):
        raise BadValueError(
            "INVALID_ID", f"“{shown(value)}” is not an id: it has spaces or unusual characters."
        )
    return value


def email(value: str) -> str:
    """Return an e-mail address as written."""
    return checked(value, value, email_fault(value))


def calendar_date(value: str) -> date:
    """Return a day written as YYYY-MM-DD; other orders can be read in two ways."""
    if not (match := DATE.fullmatch(value)):
        raise BadValueError(
            "INVALID_DATE", f"“{shown(value)}” is not a date: write it as YYYY-MM-DD."
        )
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        raise BadValueError("INVALID_DATE", f"“{value}” is not a day of the calendar.") from None


def birth_date(value: str, today: date) -> date:
    """Return a day on which a living person may have been born."""
    day = calendar_date(value)
    return checked(day, value, birth_date_fault(day, today))


def grade_level(value: str) -> int:
    """Return the year of schooling: 0 is kindergarten, 13 the highest."""
    if value.casefold() in KINDERGARTEN:
        return 0
    match = GRADE.fullmatch(value)
    level = int(match[1]) if match else NO_GRADE
    return checked(level, value, grade_level_fault(level))


def checked(value: Value, text: str, fault: Fault | None) -> Value:
    """Return a value that nothing is wrong with.

    Raises:
        BadValueError: there is, and the message quotes the text that it was read from.
    """
    if fault:
        raise BadValueError(fault.code, fault.said_of(f"“{shown(text)}”"))
    return value
