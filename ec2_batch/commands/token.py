"""`studentcloud token`."""

from pathlib import Path

import click

from ec2_batch.client.nearest_up import NOTHING_RUNS, nearest_up
from schema.access.roles import Role


@click.command("token")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
def command(role: str) -> None:
    """Print an access token of a demo user, and nothing else.

    Only a running `make up` has such users; elsewhere people sign in.
    """
    up = nearest_up(Path.cwd())
    if up is None:
        raise click.ClickException(f"{NOTHING_RUNS}.")
    click.echo(up.token(role))
