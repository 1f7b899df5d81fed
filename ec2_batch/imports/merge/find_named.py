"""Merge, step 0: the records that rows name, where there are too many to be read beforehand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue, shown
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.suggest_name import SUGGESTED, Near, suggest_names
from ec2_batch.transaction import run

SEVERAL = 0  # no record's id


@dataclass(frozen=True, slots=True)
class Named:
    """A kind of record that rows name."""

    noun: str  # as the file calls its column, and a message it
    table: str
    # SQL: that a `known` record has the name that is `asked` for; the best way first.
    ways: tuple[str, ...]
    copies: tuple[str, ...]  # columns of it that go into the row
    near: Near
    of_term: bool = False  # whether the row may say which term's it is
    called: str = ""  # in a message, where the column's name is no word for one

    @property
    def name(self) -> str:
        """Return the staged column that the name stands in."""
        return f"{self.noun}_name"

    @property
    def id(self) -> str:
        """Return the staged column that the record's id goes into."""
        return f"{self.noun}_id"


# Each name is looked for once, however many rows have it.
FIND = sql.SQL("""
WITH asked AS MATERIALIZED (
    SELECT DISTINCT {name} AS name, {term} AS term FROM {rows}
    WHERE {id} IS NULL AND line BETWEEN %(first)s AND %(last)s
),
found AS (
    SELECT asked.name, asked.term, min(known.id) AS id, count(*) AS records {copied}
    FROM asked JOIN {table} AS known ON {way}
    GROUP BY asked.name, asked.term
)
UPDATE {rows} AS staged
SET {id} = CASE found.records WHEN 1 THEN found.id ELSE {several} END {copies}
FROM found
WHERE staged.{name} = found.name AND {term} IS NOT DISTINCT FROM found.term
  AND staged.{id} IS NULL AND line BETWEEN %(first)s AND %(last)s
""")
LEFT = sql.SQL("""
SELECT line, {name}, {id} FROM import_staged
WHERE ({id} IS NULL OR {id} = {several}) AND line BETWEEN %(first)s AND %(last)s ORDER BY line
""")
ANY_LEFT = sql.SQL("""
SELECT EXISTS (
    SELECT FROM import_staged WHERE {id} IS NULL AND line BETWEEN %(first)s AND %(last)s
)
""")
DROP = "DELETE FROM import_staged WHERE line = ANY (%(lines)s)"


def find_named(cursor: Cursor, part: Part, kind: Named) -> list[Issue]:
    """Give rows the ids of what they name; rows that name nothing known are taken out."""
    for way in kind.ways:
        [(left,)] = run(cursor, "look for names", ANY_LEFT.format(**_columns(kind)), part.lines)
        if not left:
            break
        find_by(cursor, kind, way, "import_staged", part.lines)
    left = run(cursor, "find unknown names", LEFT.format(**_columns(kind)), part.lines)
    run(cursor, "drop rows of unknown names", DROP, {"lines": [line for line, _, _ in left]})
    return list(_issues(cursor, part, kind, left))


def find_by(cursor: Cursor, kind: Named, way: str, rows: str, lines: Mapping[str, int]) -> None:
    """Give a temporary table's rows the ids of what they name in one way, or `SEVERAL`."""
    statement = FIND.format(
        rows=sql.Identifier(rows),
        table=sql.Identifier(kind.table),
        way=sql.SQL(way),
        copied=_each(kind, ", min(known.{0}) AS {0}"),
        copies=_each(kind, ", {0} = found.{0}"),
        **_columns(kind),
    )
    run(cursor, f"find {kind.noun}s", statement, lines)


def _issues(
    cursor: Cursor, part: Part, kind: Named, left: list[tuple[int, str, int | None]]
) -> Iterator[Issue]:
    unknown = dict.fromkeys(name for _, name, found in left if found is None)
    near = suggest_names(cursor, kind.near, list(unknown)[:SUGGESTED]) if unknown else {}
    noun = kind.called or kind.noun.replace("_", " ")
    for line, name, found in left:
        if found == SEVERAL:
            code = f"AMBIGUOUS_{kind.noun.upper()}"
            message = f"“{shown(name)}” is more than one {noun} of yours:" + (
                " say of which term, or name it by its sourced id."
                if kind.of_term
                else " name it by its sourced id."
            )
        else:
            code = f"UNKNOWN_{kind.noun.upper()}"
            message = f"“{shown(name)}” is not a {noun} of yours."
            message += f" Did you mean “{near[name]}”?" if name in near else ""
        yield part.refusal(line, code, message, kind.noun, shown(name))


def _columns(kind: Named) -> dict[str, sql.Composable]:
    return {
        "name": sql.Identifier(kind.name),
        "id": sql.Identifier(kind.id),
        "term": sql.SQL("term_id" if kind.of_term else "NULL::bigint"),
        "several": sql.Literal(SEVERAL),
    }


def _each(kind: Named, text: str) -> sql.Composed:
    return sql.Composed([sql.SQL(text).format(sql.Identifier(name)) for name in kind.copies])
