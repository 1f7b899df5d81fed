"""Rules: what a student's details may be, whoever writes them down."""

import re
from datetime import date

from schema.rules.fault import Fault

_LONGEST_NAME = 200  # characters
_HIGHEST_GRADE = 13  # 0 is kindergarten
_OLDEST_BIRTH = date(1900, 1, 1)

_NUMBER = re.compile(r"[A-Za-z0-9._-]{1,64}")
# What mail systems take in practice: narrower than RFC 5322, wide enough for real people.
_EMAIL = re.compile(
    r"[^\s@\"(),:;<>\[\]\\.]+(\.[^\s@\"(),:;<>\[\]\\.]+)*"
    r"@([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}"
)
_LONGEST_EMAIL = 254  # characters; Source: RFC 5321, 4.5.3.1.3
_LONGEST_MAILBOX = 64  # characters before the @; Source: RFC 5321, 4.5.3.1.1

_NAME_TOO_LONG = Fault("TOO_LONG", f"A name has at most {_LONGEST_NAME} characters.")
_NO_NAME = Fault("INVALID_NAME", "{} is not a name: it has no letter.")
_NO_NUMBER = Fault(
    "INVALID_ID",
    "{} is not a student number: use letters, digits, dot, dash and underscore, at most 64.",
)
_NO_EMAIL = Fault("INVALID_EMAIL", "{} is not an e-mail address.")
_NOT_BORN = Fault("INVALID_DATE", "Nobody here was born on that day.")
_NO_GRADE_LEVEL = Fault(
    "INVALID_GRADE_LEVEL",
    f"{{}} is not a grade level: use 0 to {_HIGHEST_GRADE}, 0 for kindergarten.",
)

# What is only one student's, by the constraint that says so: the column, and what to tell
# who would give it to another.
TAKEN = {
    "student_student_number_key": (
        "student_number",
        "Another student has this student number.",
    ),
    "student_sourced_id_key": ("sourced_id", "Another student has this sourced id."),
    "student_email_key": ("email", "Another student has this e-mail address."),
}


def name_fault(value: str) -> Fault | None:
    """Return what keeps a text from being a person's name; None means nothing."""
    if len(value) > _LONGEST_NAME:
        return _NAME_TOO_LONG
    return None if any(character.isalpha() for character in value) else _NO_NAME


def student_number_fault(value: str) -> Fault | None:
    """Return what keeps a text from being a student number; None means nothing."""
    return None if _NUMBER.fullmatch(value) else _NO_NUMBER


def email_fault(value: str) -> Fault | None:
    """Return what keeps a text from being an e-mail address; None means nothing."""
    mailbox, _, _ = value.partition("@")
    if len(value) > _LONGEST_EMAIL or len(mailbox) > _LONGEST_MAILBOX:
        return _NO_EMAIL
    return None if _EMAIL.fullmatch(value) else _NO_EMAIL


def birth_date_fault(day: date, today: date) -> Fault | None:
    """Return why no living person can have been born on a day; None means one can."""
    return None if _OLDEST_BIRTH <= day <= today else _NOT_BORN


def grade_level_fault(level: int) -> Fault | None:
    """Return what keeps a number from being a year of schooling; None means nothing."""
    return None if 0 <= level <= _HIGHEST_GRADE else _NO_GRADE_LEVEL
