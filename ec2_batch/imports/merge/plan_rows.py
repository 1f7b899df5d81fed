"""Merge, step 1: what is to become of each staged row; nothing is written but temporary rows."""

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.format import Format
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.merge.know_rows import know_rows
from ec2_batch.imports.merge.part import Part
from ec2_batch.transaction import run

# A row's record is found by the best key of its file, or else by the next.
PLAN = sql.SQL("""
INSERT INTO import_planned (
    line, src_hash, entity_id, known_hash, version, action, by_hand, lead, sourced_id, {columns}
)
SELECT staged.line, staged.src_hash, record.id, record.src_hash, record.version,
    CASE WHEN record.id IS NULL THEN 'create'
         WHEN ({old}) IS NOT DISTINCT FROM ({new}) THEN 'unchanged'
         ELSE 'update' END,
    record.id IS NOT NULL AND record.src_hash IS NULL,
    {lead},
    coalesce(record.sourced_id, {id}), {values}
FROM import_staged AS staged {found}
WHERE staged.line BETWEEN %(first)s AND %(last)s
""")
BY_KEY = sql.SQL("LEFT JOIN {table} AS {alias} ON {tried_before} {match} ")
# No coalesce: row-level security takes it for leaky and would read all records to compare.
RECORD = sql.SQL("LEFT JOIN {table} AS record ON record.id = CASE {first_found} END ")
FOUND = sql.SQL("WHEN {key} IS NOT NULL THEN {key} ")
# The first of several rows about one record writes.
FIRST_OF_RECORD = sql.SQL(
    "staged.line = min(staged.line) OVER"
    " (PARTITION BY coalesce(record.sourced_id, staged.sourced_id))"
)
EMPTY = "DELETE FROM import_planned WHERE line BETWEEN %(first)s AND %(last)s"


def plan_rows(cursor: Cursor, part: Part) -> None:
    """Give each row the record it is about, if there is one, and what is to be done."""
    about = {"today": part.today, "job": part.job_id}
    run(cursor, "plan rows", plan_statement(part.layout), part.lines | about)
    if part.steps.find:
        know_rows(cursor, part, "import_planned")


def unplan_rows(cursor: Cursor, part: Part) -> None:
    """Forget the plan of these rows, to make another."""
    run(cursor, "forget plan", EMPTY, part.lines)


def plan_statement(layout: Layout) -> sql.Composed:
    """Return the statement that plans rows of such a file, from `first` to `last`."""
    kind, written = layout.format, layout.written
    columns = [*kind.entity.columns, *(name for name, _ in kind.extra)]
    return PLAN.format(
        columns=names(columns),
        old=names(written, "record"),
        new=sql.SQL(", ").join(_said(name, kind) for name in written),
        id=_said("sourced_id", kind),
        lead=FIRST_OF_RECORD if kind.repeats else sql.SQL("true"),
        values=sql.SQL(", ").join(_value(name, kind, written) for name in columns),
        found=_found(kind, kind.keys(layout.positions)),
    )


def _value(name: str, kind: Format, written: tuple[str, ...]) -> sql.Composable:
    """Return what a column will hold: what the file does not say stays as it is."""
    said = _said(name, kind)
    if name in written or name not in kind.entity.columns:
        return said
    kept = sql.SQL("CASE WHEN record.id IS NULL THEN {} ELSE {} END")
    return kept.format(said, sql.Identifier("record", name))


def _said(name: str, kind: Format) -> sql.Composable:
    """Return what a row says of a column, or what it means that it says nothing."""
    staged = sql.Identifier("staged", name)
    if name == "sourced_id" and kind.entity.made_id:
        return sql.SQL("coalesce({}, {})").format(staged, sql.SQL(kind.entity.made_id))
    return sql.SQL(kind.entity.says[name]) if name in kind.entity.says else staged


def _found(kind: Format, keys: tuple[str, ...]) -> sql.Composed:
    table = sql.Identifier(kind.entity.name)
    aliases = [f"by_{key}" for key in keys]
    joins = []
    for at, key in enumerate(keys):
        match = kind.entity.keys[key].replace("known.", f"{aliases[at]}.")
        before = [sql.SQL("{} IS NULL AND").format(sql.Identifier(a, "id")) for a in aliases[:at]]
        joins.append(
            BY_KEY.format(
                table=table,
                alias=sql.Identifier(aliases[at]),
                tried_before=sql.SQL(" ").join(before),
                match=sql.SQL(match),
            )
        )
    found = sql.Composed([FOUND.format(key=sql.Identifier(alias, "id")) for alias in aliases])
    return sql.Composed([*joins, RECORD.format(table=table, first_found=found)])


def names(columns: "tuple[str, ...] | list[str]", table: str | None = None) -> sql.Composed:
    """Return columns as a list."""
    qualified = ((table, name) if table else (name,) for name in columns)
    return sql.SQL(", ").join(sql.Identifier(*each) for each in qualified)


def named_columns(table: str, columns: "tuple[str, ...]") -> sql.Composed:
    """Return a table's columns as arguments of jsonb_build_object."""
    return sql.SQL(", ").join(
        sql.SQL("{}, {}").format(sql.Literal(name), sql.Identifier(table, name)) for name in columns
    )
