"""Given values: what an input says of a record's columns, checked one by one."""

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

import strawberry

from graphql_api.mutations.user_errors import Refused, UserError, invalid
from schema.camel_case import camel_case
from schema.rules.fault import Fault
from schema.rules.text import composed, text_fault

LONGEST_TEXT = 200  # characters

# Says what is wrong with a value; none: nothing is.
Check = Callable[[Any], str | None]


def given_values(
    input: Any,
    names: tuple[str, ...],
    *,
    required: Collection[str] = (),
    checks: dict[str, Check] | None = None,
) -> dict[str, Any]:
    """Return the values that an input gives: left out is unchanged, null is cleared.

    Raises:
        Refused: a required value is null or blank, a text is too long or not plain text, or a
            check of its own stands against a value.
    """
    given = {name: getattr(input, name) for name in names}
    given = {name: value for name, value in given.items() if value is not strawberry.UNSET}
    problems = {
        name: _problem(value, name in required, (checks or {}).get(name))
        for name, value in given.items()
    }
    errors: list[UserError] = [invalid(camel_case(n), p) for n, p in problems.items() if p]
    if errors:
        raise Refused(*errors)
    return {n: composed(v) if isinstance(v, str) else v for n, v in given.items()}


def new_values(
    input: Any,
    names: tuple[str, ...],
    *,
    required: Collection[str] = (),
    checks: dict[str, Check] | None = None,
) -> dict[str, Any]:
    """Return the values of a new record: what is left out or null is made by the database.

    Raises:
        Refused: as `given_values` does.
    """
    given = given_values(input, names, required=required, checks=checks)
    return {name: value for name, value in given.items() if value is not None}


def _problem(value: Any, required: bool, check: Check | None) -> str | None:
    if value is None:
        return "This cannot be empty." if required else None
    if isinstance(value, str) and required and not value.strip():
        return "This cannot be empty."
    if isinstance(value, str):
        value = composed(value)
        if hidden := text_fault(value):
            return _sentence(hidden)
    problem = check(value) if check else None
    return problem or (_too_long(value) if isinstance(value, str) else None)


def text_problem(value: str) -> str | None:
    """Return what is wrong with a text; None means that nothing is."""
    return _sentence(text_fault(value)) or _too_long(value)


def ruled_by(rule: Callable[[Any], Fault | None]) -> Check:
    """Return a check that a rule makes."""
    return lambda value: _sentence(rule(value))


def _too_long(value: str) -> str | None:
    return f"This has more than {LONGEST_TEXT} characters." if len(value) > LONGEST_TEXT else None


def _sentence(fault: Fault | None) -> str | None:
    # Without the value: what a client sent is not repeated.
    return fault.said_of("This") if fault else None


def between(least: int | Decimal, most: int | Decimal, message: str) -> Check:
    """Return a check that a number is in a range and has at most two decimals."""

    def check(value: Any) -> str | None:
        if not least <= value <= most or round(value, 2) != value:
            return message
        return None

    return check


def required_text(value: str, name: str) -> str:
    """Return a sentence that an input must give, such as a reason.

    Raises:
        Refused: it is blank, too long or not plain text.
    """
    text = composed(value)
    problem = text_problem(text) if text else "This cannot be empty."
    if problem:
        raise Refused(invalid(name, problem))
    return text


def optional_text(value: str | None, name: str) -> str | None:
    """Return a sentence that an input may give; None means that it gives none.

    Raises:
        Refused: as `required_text` does.
    """
    return None if value is None else required_text(value, name)
