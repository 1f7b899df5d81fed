"""Cells that files about courses, staff and sections have alike."""

from decimal import Decimal

import polars as pl

from ec2_batch.imports.format import Cell, Claim, Parse, Present, Rule, first_of, plain
from ec2_batch.imports.issue import BadValueError
from ec2_batch.imports.parsers import values
from ec2_batch.imports.parsers.numbers import decimal_number
from ec2_batch.imports.parsers.words import one_of
from ec2_batch.imports.references.references import References
from schema.formats.columns import STATUS as DECLARED_STATUS

TWICE = "Line {line} of this file already has this value."
LONGEST = 200  # characters of a code or a title
PRINTABLE = rf"[!-~](?:[ -~]{{0,{LONGEST - 2}}}[!-~])?"


def _text(value: str) -> str:
    if len(value) > LONGEST:
        raise BadValueError("TOO_LONG", f"It has at most {LONGEST} characters.")
    return value


def text(*writes: str) -> Cell:
    """Return a cell of any text, that is written as it is."""
    return Cell(plain(_text), writes=writes, plain=PRINTABLE)


def number(least: int | str, most: int | str, *writes: str) -> Cell:
    """Return a cell of an exact number, on its way to the records as text."""
    parse = decimal_number(least, most)
    return Cell(plain(lambda value: _written(parse(value))), writes=writes)


def _written(value: Decimal) -> str:
    return f"{value:f}"


def day(name: str) -> Cell:
    """Return a cell of a date."""
    return Cell(plain(values.calendar_date), writes=(name,), type=pl.Date)


SOURCED_ID = Cell(plain(values.sourced_id), plain=r"[A-Za-z0-9._:@/{}-]{1,255}")
STATUS = Cell(plain(one_of({word: word for word in DECLARED_STATUS.values})), writes=("status",))


def _school(name: str, references: References) -> int:
    return references.schools.find(name)


SCHOOL = Cell(_school, writes=("org_id",), type=pl.Int64)


def refers(parse: Parse, *writes: str) -> Cell:
    """Return a cell that names another record."""
    return Cell(parse, writes=writes, type=pl.Int64)


def org_of(present: Present, references: References) -> pl.Expr:
    """Return the school of each row: the one it names, or else the only one there is."""
    return pl.coalesce(
        first_of(present, "school").cast(pl.Int64), pl.lit(references.default_school, pl.Int64)
    )


def status_of(present: Present) -> pl.Expr:
    """Return whether each row's record is in use, which a new one is unless it says otherwise."""
    return pl.coalesce(first_of(present, "status"), pl.lit("active"))


def needs_school(present: Present, references: References) -> Rule:
    """Return the rule that a row must have a school."""
    nowhere = org_of(present, references).is_null()
    return Rule(nowhere, "REQUIRED", "Say which school it belongs to.", "school")


def one_each(column: str, value: pl.Expr, code: str = "DUPLICATE_ID") -> Claim:
    """Return the claim that no two rows have the same."""
    return Claim(column, code, TWICE, value)
