"""`studentcloud formats`."""

import json
import sys
from dataclasses import asdict

import click

from ec2_batch.commands.screen import print_table
from ec2_batch.pack_files import pack_files
from schema.formats import FORMATS, ImportColumn, ImportFile, ImportFormat, ImportFormatName


@click.command("formats")
@click.argument(
    "name",
    type=click.Choice([each.value for each in FORMATS]),
    required=False,
    metavar="[NAME]",
)
@click.option(
    "--template", is_flag=True, help="Print a file of format NAME to start from; a zip for a pipe."
)
@click.option("--json", "as_object", is_flag=True, help="Print what is declared, as JSON.")
def command(name: str | None, template: bool, as_object: bool) -> None:
    """List what can be imported, or the columns of the format NAME."""
    if template and (name is None or as_object):
        raise click.UsageError("--template goes with the NAME of a format, and without --json.")
    declared = FORMATS[ImportFormatName(name)] if name else None
    if template and declared:
        _print_template(declared)
    elif as_object:
        said = asdict(declared) if declared else [asdict(each) for each in FORMATS.values()]
        click.echo(json.dumps(said, indent=2, ensure_ascii=False))
    elif declared:
        _tell(declared)
    else:
        shown = ((each.name, each.title, each.description) for each in FORMATS.values())
        print_table(("name", "title", "description"), shown)


def _print_template(declared: ImportFormat) -> None:
    # Bytes: what a file holds is UTF-8, whatever the terminal is.
    files = ((name, text.encode()) for name, text in declared.templates)
    if not declared.is_archive:
        click.echo(b"".join(data for _, data in files), nl=False)
        return
    if sys.stdout.isatty():
        raise click.UsageError(f"This template is a zip: add `> {declared.name}.zip`.")
    for piece in pack_files(files):
        click.echo(piece, nl=False)


def _tell(declared: ImportFormat) -> None:
    click.echo(declared.description)
    for file in declared.files:
        if declared.is_archive:
            click.echo(f"\n{file.name}")
        needed = ", and ".join(" or ".join(group) for group in file.needs)
        click.echo(f"A file begins with a header such as {file.example}. It needs {needed}.\n")
        shown = ("column", "holds", "such as")
        print_table(shown, ((c.name, _holds(c), c.example) for c in file.columns))
        _tell_ignored(file)


def _tell_ignored(file: ImportFile) -> None:
    if file.ignores:
        click.echo(f"\nNever read: {', '.join(file.ignores)}.")


def _holds(column: ImportColumn) -> str:
    values = f" One of {', '.join(column.values)}." if column.values else ""
    return f"{column.description}{values}{' Never empty.' if column.required else ''}"
