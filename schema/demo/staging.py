"""Staging: rows on their way into the tables, in temporary tables filled by COPY.

COPY itself is refused where row-level security holds, even for the owner. The staging
tables are the login's: the owner of the records may read them, and make none.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from io import StringIO
from types import NoneType
from typing import Any, get_args, get_type_hints

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from schema.demo.rows import Row

Lines = dict[type[Row], str]  # in COPY's text format, by table

# Read at once: between reads, COPY waits for the thread that makes the next batch.
COPY_BYTES = 1 << 22
TYPES = {str: "text", bool: "boolean", int: "bigint", date: "date", datetime: "timestamptz"}
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def lines(rows: Iterable[Row]) -> Lines:
    """Return the rows as text, table by table."""
    written: defaultdict[type[Row], list[str]] = defaultdict(list)
    for row in rows:
        written[type(row)].append("\t".join(map(_field, row)))
    return {table: "\n".join(texts) + "\n" for table, texts in written.items()}


def _field(value: object) -> str:
    return r"\N" if value is None else str(value).translate(ESCAPES)


def make_staging_tables(cursor: Cursor, reader: str) -> None:
    """Make an empty table for each class of row; the transaction's end drops them."""
    for table in get_args(Row):
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(_column_type(hint)))
            for name, hint in get_type_hints(table).items()
        )
        # The position keeps the order of the rows, and with it the order of their ids.
        statement = sql.SQL(
            "CREATE TEMPORARY TABLE {} (position bigint GENERATED ALWAYS AS IDENTITY, {})"
            " ON COMMIT DROP"
        )
        cursor.execute(statement.format(_staging_table(table), columns))
    tables = _names_of(get_args(Row))
    grant = sql.SQL("GRANT SELECT ON {} TO {}").format(tables, sql.Identifier(reader))
    cursor.execute(grant)


def _column_type(hint: Any) -> str:
    python_type = next(t for t in (*get_args(hint), hint) if t is not NoneType)
    return next(name for known, name in TYPES.items() if _is_kind_of(python_type, known))


def _is_kind_of(python_type: type, known: type) -> bool:
    # A datetime is a date and a bool an int to Python, but not to PostgreSQL.
    return python_type is known or (known is str and issubclass(python_type, str))


def _staging_table(table: type[Row]) -> sql.Identifier:
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", table.__name__).lower()
    return sql.Identifier(f"staged_{snake.removesuffix('_row')}")


def _names_of(tables: Iterable[type[Row]]) -> sql.Composed:
    return sql.SQL(", ").join(map(_staging_table, tables))


def fill_staging_tables(cursor: Cursor, staged: Lines) -> None:
    """Put a batch of rows into the tables, which must be empty."""
    for table, text in staged.items():
        columns = sql.SQL(", ").join(map(sql.Identifier, table._fields))
        copy = sql.SQL("COPY {} ({}) FROM STDIN").format(_staging_table(table), columns)
        cursor.copy_expert(copy, StringIO(text), COPY_BYTES)


def empty_staging_tables(cursor: Cursor, staged: Lines) -> None:
    """Make room where the batch was."""
    cursor.execute(sql.SQL("TRUNCATE {}").format(_names_of(staged)))
