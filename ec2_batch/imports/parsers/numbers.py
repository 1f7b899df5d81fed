"""Numbers: exact ones in ASCII digits; what only looks like one is named for what it is."""

import re
from collections.abc import Callable
from decimal import Decimal

from ec2_batch.imports.issue import BadValueError, shown

NUMBER = re.compile(r"-?\d{1,12}(?:\.(\d{1,12}))?", re.ASCII)

# What else people and programs take for numbers, and what to do about it.
LOOK_ALIKES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"-?\d{1,3}(?:[,' \u00a0\u2009\u202f]\d{3})+(?:\.\d+)?", re.ASCII),
        "write it without a separator of thousands",
    ),
    (re.compile(r"-?\d+,\d+", re.ASCII), "write a point before the decimals, not a comma"),
    (re.compile(r"-?\d+(?:\.\d+)?\s*%", re.ASCII), "leave the percent sign out"),
    (re.compile(r"[-+]?\d+(?:\.\d*)?e[-+]?\d+", re.ASCII | re.I), "write it without an exponent"),
)
DIGITS_ONLY = "use the digits 0 to 9, and a point before decimals"


def decimal_number(
    least: int | str, most: int | str, *, places: int = 2
) -> Callable[[str], Decimal]:
    """Return a parser of numbers in a range, both ends included, of so many decimals at most."""
    first, last = Decimal(least), Decimal(most)

    def parse(text: str) -> Decimal:
        match = NUMBER.fullmatch(text)
        if match is None:
            raise _no_number(text)
        if len((match[1] or "").rstrip("0")) > places:
            raise BadValueError(
                "TOO_FINE", f"“{shown(text)}” has more decimals than the {places} that are kept."
            )
        return _within(Decimal(text), text, first, last)

    return parse


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """Return a parser of whole numbers in a range, both ends included; 28.0 is one."""

    def parse(text: str) -> int:
        match = NUMBER.fullmatch(text)
        if match is None:
            raise _no_number(text)
        if (match[1] or "").strip("0"):
            raise BadValueError("INVALID_NUMBER", f"“{shown(text)}” is not a whole number.")
        return int(_within(Decimal(text), text, Decimal(least), Decimal(most)))

    return parse


def _within(number: Decimal, text: str, first: Decimal, last: Decimal) -> Decimal:
    if not first <= number <= last:
        raise BadValueError("OUT_OF_RANGE", f"“{shown(text)}” is not from {first} to {last}.")
    return abs(number) if number.is_zero() else number


def _no_number(text: str) -> BadValueError:
    advice = next((said for like, said in LOOK_ALIKES if like.fullmatch(text)), DIGITS_ONLY)
    return BadValueError("INVALID_NUMBER", f"“{shown(text)}” is not a number: {advice}.")
