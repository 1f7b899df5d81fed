"""COPY of the clean rows, already resolved: nothing is read, checked or looked up."""

from collections.abc import Callable
from pathlib import Path

import psycopg2
from psycopg2 import sql

from benchmarks.imports.contest import Task, take_part

COPY = sql.SQL("COPY {table} ({columns}) FROM STDIN (FORMAT csv)")


def prepare(task: Task) -> Callable[[], int]:
    """Open a connection; the statement is a transaction of its own."""
    connection = psycopg2.connect(task["database_url"])
    connection.autocommit = True
    columns = sql.SQL(", ").join(map(sql.Identifier, task["columns"]))

    def load() -> int:
        with connection.cursor() as cursor, Path(task["file"]).open("rb") as file:
            copy = COPY.format(table=sql.Identifier(task["table"]), columns=columns)
            cursor.copy_expert(copy, file, size=1 << 20)
            return cursor.rowcount

    return load


if __name__ == "__main__":
    take_part(prepare)
