"""Suggestions: what an unknown name may have been meant for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import nearest
from ec2_batch.transaction import run

SUGGESTED = 50  # names of a block that another is looked for
# What people and scanners take for each other.
LOOK_ALIKE = ("0O", "1lI", "2Z", "5S", "8B")
SEPARATORS = ("-", "_", ".", " ", "")
LISTED = 200  # records of one beginning that are compared with a name


@dataclass(frozen=True, slots=True)
class Near:
    """Where to look for a name that is like another."""

    table: str
    column: str
    # SQL over a `known` record: whether it may be suggested.
    offered: str
    # Numbers given in a row are all alike, so that only words are compared letter by letter.
    are_words: bool = False


EXACT = sql.SQL("""
SELECT DISTINCT ON (asked.name) asked.name, known.{column}
FROM unnest(%(names)s, %(variants)s) WITH ORDINALITY AS asked (name, variant, rank)
JOIN {table} AS known ON known.{column} = variant AND {offered}
ORDER BY asked.name, rank
""")
# Names of one file begin alike: each beginning is looked for once.
BEGINNING = sql.SQL("""
WITH asked AS (
    SELECT name, lower(left(name, 3)) AS beginning FROM unnest(%(names)s) AS name
),
listed AS (
    SELECT beginning, known.{column} AS value,
           row_number() OVER (PARTITION BY beginning ORDER BY known.{column}) AS nth
    FROM (SELECT DISTINCT beginning FROM asked) AS begun
    JOIN {table} AS known ON lower(left(known.{column}, 3)) = beginning AND {offered}
),
near AS (
    SELECT beginning, array_agg(value) AS names FROM listed WHERE nth <= %(most)s
    GROUP BY beginning
)
SELECT name, names FROM asked JOIN near USING (beginning)
""")


def suggest_names(cursor: Cursor, near: Near, names: Sequence[str]) -> dict[str, str]:
    """Return for each name the one that it may have been meant for; not for all there is one."""
    parts = {
        "table": sql.Identifier(near.table),
        "column": sql.Identifier(near.column),
        "offered": sql.SQL(near.offered),
    }
    pairs = [(name, variant) for name in names for variant in look_alikes(name)]
    asked = {"names": [name for name, _ in pairs], "variants": [variant for _, variant in pairs]}
    found = dict(run(cursor, "find look-alikes", EXACT.format(**parts), asked))
    if near.are_words and (others := [name for name in names if name not in found]):
        statement = BEGINNING.format(**parts)
        listed = run(cursor, "find near names", statement, {"names": others, "most": LISTED})
        near_ones = {name: nearest(name, values) for name, values in listed}
        found |= {name: value for name, value in near_ones.items() if value}
    return found


def look_alikes(name: str) -> list[str]:
    """Return other ways to write a name, the likeliest first."""
    written = dict.fromkeys(_ways(name))
    return list(dict.fromkeys(way for one in written for way in (one, one.upper(), one.lower())))


def _ways(name: str) -> Iterator[str]:
    yield name
    for at, character in enumerate(name):
        for other in _like(character):
            yield name[:at] + other + name[at + 1 :]
    for kind in (0, 1):  # all digits, all letters
        yield "".join(_of_kind(character, kind) for character in name)
    for separator in SEPARATORS:
        yield name.translate(dict.fromkeys(map(ord, "-_. "), separator))
    yield name.lstrip("0")


def _like(character: str) -> str:
    alike = next((group for group in LOOK_ALIKE if character in group), "")
    return alike.replace(character, "")


def _of_kind(character: str, kind: int) -> str:
    alike = next((group for group in LOOK_ALIKE if character in group), None)
    return alike[kind] if alike else character
