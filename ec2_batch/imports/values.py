"""Parsers: a cell's text to the value that a column holds, or why it cannot be."""

import re
import unicodedata
from datetime import date

from ec2_batch.imports.issue import BadValueError, shown

MAX_NAME = 200  # characters
OLDEST_BIRTH = date(1900, 1, 1)

STUDENT_NUMBER = re.compile(r"[A-Za-z0-9._-]{1,64}")
SOURCED_ID = re.compile(r"[A-Za-z0-9._:@/{}-]{1,255}")
# What mail systems take in practice: narrower than RFC 5322, wide enough for real people.
EMAIL = re.compile(
    r"[^\s@\"(),:;<>\[\]\\.]+(\.[^\s@\"(),:;<>\[\]\\.]+)*"
    r"@([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}"
)
# Control characters, and those that turn or hide text. Joiners (200C, 200D) are part of
# Persian and Indic names and stay.
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
GRADE = re.compile(r"(?:grade\s*)?0?(\d{1,2})(?:st|nd|rd|th)?(?:\s*grade)?", re.ASCII | re.I)
KINDERGARTEN = {"k", "kg", "kindergarten"}
HIGHEST_GRADE = 13


def clean_text(value: str) -> str:
    """Return text composed (NFC) and trimmed.

    Raises:
        BadValueError: it holds a character that cannot be seen or was not decoded.
    """
    if value.isascii() and value.isprintable():
        return value.strip()
    text = unicodedata.normalize("NFC", value).strip()
    if "\N{REPLACEMENT CHARACTER}" in text:
        raise BadValueError("BAD_ENCODING", f"“{shown(text)}” holds bytes that are not text.")
    if hidden := HIDDEN.search(text):
        raise BadValueError(
            "INVALID_CHARACTERS", f"It holds the hidden character U+{ord(hidden[0]):04X}."
        )
    return text


def person_name(value: str) -> str:
    """Return a name as it is written."""
    if len(value) > MAX_NAME:
        raise BadValueError("TOO_LONG", f"A name has at most {MAX_NAME} characters.")
    if not any(character.isalpha() for character in value):
        raise BadValueError("INVALID_NAME", f"“{shown(value)}” is not a name: it has no letter.")
    return value


def full_name(value: str) -> tuple[str, str | None]:
    """Return given and family name; one word is a given name, `Family, Given` is turned."""
    family, comma, given = (part.strip() for part in person_name(value).partition(","))
    if comma and given and family:
        return given, family
    given, _, family = value.rstrip(", ").rpartition(" ")
    return (given.strip(), family) if given else (family, None)


def student_number(value: str) -> str:
    """Return a student number."""
    if not STUDENT_NUMBER.fullmatch(value):
        raise BadValueError(
            "INVALID_ID",
            f"“{shown(value)}” is not a student number:"
            " use letters, digits, dot, dash and underscore, at most 64.",
        )
    return value


def sourced_id(value: str) -> str:
    """Return the key that another system knows a record by."""
    if not SOURCED_ID.fullmatch(value):
        raise BadValueError(
            "INVALID_ID", f"“{shown(value)}” is not an id: it has spaces or unusual characters."
        )
    return value


def email(value: str) -> str:
    """Return an e-mail address as written."""
    if len(value) > 254 or not EMAIL.fullmatch(value) or len(value.partition("@")[0]) > 64:
        raise BadValueError("INVALID_EMAIL", f"“{shown(value)}” is not an e-mail address.")
    return value


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
    if not OLDEST_BIRTH <= day <= today:
        raise BadValueError("INVALID_DATE", f"Nobody here was born on {day.isoformat()}.")
    return day


def grade_level(value: str) -> int:
    """Return the year of schooling: 0 is kindergarten, 13 the highest."""
    if value.casefold() in KINDERGARTEN:
        return 0
    match = GRADE.fullmatch(value)
    if not match or int(match[1]) > HIGHEST_GRADE:
        raise BadValueError(
            "INVALID_GRADE_LEVEL",
            f"“{shown(value)}” is not a grade level: use K or 0 to {HIGHEST_GRADE}.",
        )
    return int(match[1])
