"""`studentcloud migrate`."""

import click

from ec2_batch.client.database_url import database_url, shown
from schema.migrate import migrate


@click.command("migrate")
def command() -> None:
    """Bring the database up to date with this version: tables, triggers, roles and policies.

    It is the one of DATABASE_URL, or that of a running `make up`. The login must be a superuser,
    or own the database and be allowed to make roles. Running it again does no harm.
    """
    url = database_url()
    migrate(url)
    click.echo(f"{shown(url)} is up to date.")
