"""psycopg2's execute_values, in pages of 1,000, of rows that pydantic has checked."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import psycopg2
from psycopg2.extras import execute_values

from benchmarks.imports.contest import Task, take_part
from benchmarks.imports.peers.checked_rows import ROWS, checked_rows

UPSERT = """
INSERT INTO {table} ({columns}) VALUES %s
ON CONFLICT (sourced_id) DO UPDATE SET {changes}, updated_at = now()
"""
PAGE = 1000  # rows in a statement
BATCH = 10_000  # rows in a transaction


def prepare(task: Task) -> Callable[[], int]:
    """Open a connection."""
    connection = psycopg2.connect(task["database_url"])
    model = ROWS[task["table"]]
    names = list(model.model_fields)
    changes = ", ".join(f"{name} = excluded.{name}" for name in names)
    statement = UPSERT.format(table=task["table"], columns=", ".join(names), changes=changes)

    def load() -> int:
        rows, written = checked_rows(Path(task["file"]), model, task["ids"]), 0
        while batch := list(islice(rows, BATCH)):
            values = [tuple(row.__dict__.values()) for row in batch]
            with connection, connection.cursor() as cursor:
                execute_values(cursor, statement, values, page_size=PAGE)
            written += len(batch)
        return written

    return load


if __name__ == "__main__":
    take_part(prepare)
