"""django-import-export with use_bulk, and every option that its documentation calls faster."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from benchmarks.imports.contest import Task, take_part


def prepare(task: Task) -> Callable[[], int]:
    """Set Django up, and open its connection."""
    import psycopg2.extensions

    parts = psycopg2.extensions.parse_dsn(task["database_url"])
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts["dbname"],
        "USER": parts["user"],
        "PASSWORD": parts["password"],
        "HOST": parts["host"],
        "PORT": parts["port"],
    }
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=["import_export"],
        IMPORT_EXPORT_USE_TRANSACTIONS=True,
    )
    django.setup()
    from django.db import connection
    from tablib import Dataset

    from benchmarks.imports.peers.django_resources import RESOURCES

    connection.ensure_connection()

    def load() -> int:
        rows, header = _rows(Path(task["file"]))
        resource = RESOURCES[task["table"]](task["ids"])
        result = resource.import_data(Dataset(*rows, headers=header))
        if result.has_errors():
            raise SystemExit(str(result.base_errors or result.row_errors()[0]))
        return int(result.totals["new"])

    return load


def _rows(path: Path) -> tuple[list[Any], list[str]]:
    """Return the rows of the right width: tablib takes no others."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines)
        return [cells for cells in lines if len(cells) == len(header)], header


if __name__ == "__main__":
    take_part(prepare)
