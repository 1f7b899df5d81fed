"""`studentcloud seed`."""

from typing import get_args

import click

from ec2_batch.client.database_url import database_url, shown
from schema.demo import STUDENTS, Size, seed


@click.command("seed")
@click.option(
    "--size",
    type=click.Choice(get_args(Size)),
    default="S",
    show_default=True,
    help=", ".join(f"{size}: {count:,} students" for size, count in STUDENTS.items()) + ".",
)
def command(size: Size) -> None:
    """Fill the database with a made-up school district, to try things on.

    It is the one of DATABASE_URL, or that of a running `make up`. What is there stays: a larger
    size only adds.
    """
    url = database_url()
    seed(url, size)
    click.echo(f"{shown(url)} has the demo district of {STUDENTS[size]:,} students.")
