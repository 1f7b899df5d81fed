"""`studentcloud formats`."""

import json
from dataclasses import asdict

import click

from ec2_batch.commands.screen import print_table
from schema.formats import FORMATS, ImportColumn, ImportFormat, ImportFormatName


@click.command("formats")
@click.argument(
    "name",
    type=click.Choice([each.value for each in ImportFormatName]),
    required=False,
    metavar="[NAME]",
)
@click.option("--template", is_flag=True, help="Print a file of format NAME to start from.")
@click.option("--json", "as_object", is_flag=True, help="Print what is declared, as JSON.")
def command(name: str | None, template: bool, as_object: bool) -> None:
    """List what can be imported, or the columns of the format NAME."""
    if template and (name is None or as_object):
        raise click.UsageError("--template goes with the NAME of a format, and without --json.")
    declared = FORMATS[ImportFormatName(name)] if name else None
    if template and declared:
        # Bytes: what a file holds is UTF-8, whatever the terminal is.
        click.echo("".join(file.template for file in declared.files).encode(), nl=False)
    elif as_object:
        said = asdict(declared) if declared else [asdict(each) for each in FORMATS.values()]
        click.echo(json.dumps(said, indent=2, ensure_ascii=False))
    elif declared:
        _tell(declared)
    else:
        shown = ((each.name, each.title, each.description) for each in FORMATS.values())
        print_table(("name", "title", "description"), shown)


def _tell(declared: ImportFormat) -> None:
    click.echo(declared.description)
    for file in declared.files:
        needed = ", and ".join(" or ".join(group) for group in file.needs)
        click.echo(f"A file begins with a header such as {file.example}. It needs {needed}.\n")
        shown = ("column", "holds", "such as")
        print_table(shown, ((c.name, _holds(c), c.example) for c in file.columns))


def _holds(column: ImportColumn) -> str:
    values = f" One of {', '.join(column.values)}." if column.values else ""
    return f"{column.description}{values}{' Never empty.' if column.required else ''}"
