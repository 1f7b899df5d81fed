"""`studentcloud errors`."""

import json
from pathlib import Path

import click

from ec2_batch.client.api import Api, connect
from ec2_batch.client.download import fetch_file
from ec2_batch.client.import_jobs import Job, find_import, issues, rejected_rows_url
from ec2_batch.commands.screen import print_csv, print_table
from schema.access.roles import Role

COLUMNS = ("file", "line", "column", "code", "value", "message")


@click.command("errors")
@click.argument("job")
@click.option("--csv", "as_csv", is_flag=True, help="Print them as CSV, for a spreadsheet.")
@click.option("--json", "as_object", is_flag=True, help="Print them as one JSON array.")
@click.option(
    "--rows",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Download the rejected rows into this file, to mend them and import it.",
)
def command(job: str, as_csv: bool, as_object: bool, rows: Path | None) -> None:
    """Show what is wrong with the rows of an import, by the import's id."""
    if as_csv + as_object + (rows is not None) > 1:
        raise click.UsageError("Choose one of --csv, --json and --rows.")
    api = connect(Role.OPERATOR)
    found = find_import(api, job)
    if rows:
        fetch_file(api.http, rejected_rows_url(api, job), rows)
        click.echo(f"{rows}: {found['rowsRejected']:,} rejected rows. Mend them, and import it.")
    else:
        _show(api, found, as_csv=as_csv, as_object=as_object)


def _show(api: Api, found: Job, *, as_csv: bool, as_object: bool) -> None:
    rows = ([issue[name] for name in COLUMNS] for issue in issues(api, found["id"]))
    if as_object:
        click.echo(json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows], indent=2))
    elif as_csv:
        print_csv(COLUMNS, rows)
    elif found["rowsRejected"] or found["state"] in ("INVALID", "FAILED", "PARTIALLY_UNDONE"):
        print_table(COLUMNS, rows)
    else:
        click.echo("No row has been rejected.")
