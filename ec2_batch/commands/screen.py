"""What people see: progress and tables, on standard error or output, never in a script's way."""

import csv
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

import click

WIDE = 10_000  # columns, where nobody's terminal cuts a line
FORMULA = re.compile(r"^[=+\-@\t\r]")


def plain(value: object) -> str:
    """Return a value as one line that cannot steer a terminal."""
    text = "" if value is None else str(value)
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


def print_table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows in columns, as wide as they need when no terminal says otherwise."""
    from rich.console import Console  # a tenth of a second, which only tables and bars pay
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in titles:
        table.add_column(title, overflow="fold")  # what is cut off cannot be copied
    for row in rows:
        table.add_row(*map(plain, row))
    width = None if sys.stdout.isatty() else WIDE
    Console(markup=False, highlight=False, emoji=False, width=width).print(table)


def print_csv(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as CSV in UTF-8, which a spreadsheet opens without running any of it."""
    for row in chain([titles], rows):
        line = io.StringIO()
        csv.writer(line).writerow([_no_formula(value) for value in row])
        click.echo(line.getvalue().encode(), nl=False)


def _no_formula(value: object) -> object:
    return FORMULA.sub(r"'\g<0>", value) if isinstance(value, str) else value


@contextmanager
def sending(name: str, size: int) -> Iterator[Callable[[int], None]]:
    """Show how far a file is on its way, on a terminal; give what is told of each piece."""
    if not sys.stderr.isatty():
        yield lambda _bytes: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns: tuple[Any, ...] = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(plain(name), total=size)
        yield lambda sent: progress.advance(task, sent)


@contextmanager
def waiting(sentence: str) -> Iterator[Callable[[str], None]]:
    """Show that something is awaited, on a terminal; give what changes the sentence."""
    if not sys.stderr.isatty():
        yield lambda _sentence: None
        return
    from rich.console import Console

    with Console(stderr=True, markup=False).status(sentence) as status:
        yield status.update
