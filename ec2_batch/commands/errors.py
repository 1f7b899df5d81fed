"""`studentcloud errors`."""

import json

import click

from ec2_batch.client.api import connect
from ec2_batch.client.import_jobs import find_import, issues
from ec2_batch.commands.screen import print_csv, print_table
from schema.access.roles import Role

COLUMNS = ("file", "line", "column", "code", "value", "message")


@click.command("errors")
@click.argument("job")
@click.option("--csv", "as_csv", is_flag=True, help="Print them as CSV, for a spreadsheet.")
@click.option("--json", "as_object", is_flag=True, help="Print them as one JSON array.")
def command(job: str, as_csv: bool, as_object: bool) -> None:
    """Show what is wrong with the rows of an import, by the import's id."""
    if as_csv and as_object:
        raise click.UsageError("Choose one of --csv and --json.")
    api = connect(Role.OPERATOR)
    found = find_import(api, job)
    rows = ([issue[name] for name in COLUMNS] for issue in issues(api, job))
    if as_object:
        click.echo(json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows], indent=2))
    elif as_csv:
        print_csv(COLUMNS, rows)
    elif found["rowsRejected"] or found["state"] in ("INVALID", "FAILED", "PARTIALLY_UNDONE"):
        print_table(COLUMNS, rows)
    else:
        click.echo("No row has been rejected.")
