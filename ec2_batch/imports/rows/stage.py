"""Stage 5, stage: valid rows into a temporary table, where the merge reads them as a set."""

import io
from dataclasses import dataclass

import polars as pl
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.format import Format
from ec2_batch.imports.rows.blocks import LINE
from ec2_batch.imports.rows.cells import HASH
from ec2_batch.transaction import run
from runtime import tracing

# Temporary tables are the session's own: PUBLIC here means the roles of one import.
CREATE = sql.SQL("""
DISCARD TEMP;
CREATE TEMP TABLE import_staged (line int NOT NULL, src_hash bigint NOT NULL, {columns});
CREATE TEMP TABLE import_planned (
    line int NOT NULL,
    src_hash bigint NOT NULL,
    entity_id bigint,  -- of the record that is there already
    known_hash bigint,
    version int,
    action text NOT NULL,  -- what becomes of the row: create, update, unchanged
    by_hand boolean NOT NULL,  -- whether somebody has written the record since the last import
    lead boolean NOT NULL,  -- the one that writes, of several rows about one record
    {columns}
);
GRANT ALL ON import_staged, import_planned TO PUBLIC
""")

# The rows of a block are sorted and joined in memory, which the usual 4 MB are too little for.
EMPTY = "TRUNCATE import_staged, import_planned; SET LOCAL work_mem = '32MB'"


@dataclass(frozen=True, slots=True)
class Staged:
    """Rows as they are sent to the staging table."""

    columns: tuple[str, ...]
    text: bytes  # CSV as COPY reads it
    rows: int


def staged(frame: pl.DataFrame) -> Staged:
    """Return valid rows as they are sent."""
    named = frame.rename({LINE: "line", HASH: "src_hash"})
    text = named.write_csv(include_header=False).encode()
    return Staged(tuple(named.columns), text, named.height)


def create_tables(cursor: Cursor, kind: Format) -> None:
    """Make the staging tables, empty, for one file on this connection."""
    typed = [("sourced_id", "text"), *kind.entity.types.items(), *kind.extra]
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(type_)) for name, type_ in typed
    )
    run(cursor, "create staging", CREATE.format(columns=columns), {})


def stage_rows(cursor: Cursor, rows: Staged) -> None:
    """Put a block's valid rows into the staging table, in place of the last block's."""
    run(cursor, "empty staging", EMPTY, {})
    columns = sql.SQL(", ").join(map(sql.Identifier, rows.columns))
    copy = sql.SQL("COPY import_staged ({}) FROM STDIN (FORMAT csv)").format(columns)
    with tracing.sql_span("copy rows"):
        cursor.copy_expert(copy, io.BytesIO(rows.text))
