"""Which database `migrate` and `seed` are about."""

from pathlib import Path
from urllib.parse import urlsplit

import click

from ec2_batch.client.nearest_up import NOTHING_RUNS, nearest_up
from runtime.settings import CommandSettings


def database_url() -> str:
    """Return DATABASE_URL, or the address of the database of a running `make up`.

    Raises:
        ClickException: there is neither.
    """
    # Who names a database means it, also where another one runs.
    if named := CommandSettings.read().database_url:
        return named
    if up := nearest_up(Path.cwd()):
        return up.database_url
    raise click.ClickException(f"{NOTHING_RUNS}, or set DATABASE_URL.")


def shown(url: str) -> str:
    """Return a database's address without who signs in, for people to see."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'localhost'}:{parts.port or 5432}{parts.path}"
