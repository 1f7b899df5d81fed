"""A new student, as the body of POST /students describes one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from ec2_batch.imports.formats.legacy_students import legacy_sourced_id, legacy_student_number
from ec2_batch.imports.issue import BadValueError, shown
from ec2_batch.imports.parsers import values
from ec2_batch.service.problems import ProblemError

T = TypeVar("T")

MEMBERS = ("name", "givenName", "familyName", "email", "studentNumber", "school", "course")
# Python clients spell them so.
SPELLED = {
    "given_name": "givenName",
    "family_name": "familyName",
    "student_number": "studentNumber",
}


@dataclass(frozen=True, slots=True)
class NewStudent:
    """What is asked to be added, each value checked by itself."""

    given_name: str
    family_name: str | None
    email: str
    own_number: str | None
    school: str | None  # by name, number or sourcedId
    course: str | None  # by code or title

    @property
    def sourced_id(self) -> str:
        """The key under which a `name,email,course` file finds this student again."""
        return legacy_sourced_id(self.email)

    @property
    def student_number(self) -> str:
        """The student's own number, or the one that such a file would give."""
        return self.own_number or legacy_student_number(self.email)


def read_new_student(body: dict[str, Any]) -> NewStudent:
    """Return the student that a body describes.

    Raises:
        ProblemError: naming the first member that cannot be used.
    """
    given = {SPELLED.get(n, n): value for n, value in body.items() if value is not None}
    for name in given:
        if name not in MEMBERS:
            detail = f"“{shown(name)}” is not known here; {', '.join(MEMBERS)} are."
            raise ProblemError(422, detail, pointer=_pointer(name))
    given_name, family_name = _person(given)
    return NewStudent(
        given_name=given_name,
        family_name=family_name,
        email=_required(given, "email", values.email),
        own_number=_optional(given, "studentNumber", values.student_number),
        school=_optional(given, "school", values.clean_text),
        course=_optional(given, "course", values.clean_text),
    )


def _person(given: dict[str, Any]) -> tuple[str, str | None]:
    if "name" not in given:
        first = _required(given, "givenName", values.person_name)
        return first, _optional(given, "familyName", values.person_name)
    for part in ("givenName", "familyName"):
        if part in given:
            raise ProblemError(
                422, "Give the name whole or in its parts, not both.", pointer=_pointer(part)
            )
    return _required(given, "name", values.full_name)


def _required(given: dict[str, Any], name: str, parse: Callable[[str], T]) -> T:
    value = _optional(given, name, parse)
    if value is None:
        raise ProblemError(422, f"`{name}` is missing.", pointer=_pointer(name))
    return value


def _optional(given: dict[str, Any], name: str, parse: Callable[[str], T]) -> T | None:
    text = given.get(name)
    if text is None:
        return None
    if not isinstance(text, str):
        raise ProblemError(422, f"`{name}` is a text.", pointer=_pointer(name))
    try:
        clean = values.clean_text(text)
        return parse(clean) if clean else None
    except BadValueError as bad:
        raise ProblemError(422, bad.message, pointer=_pointer(name)) from None


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")
