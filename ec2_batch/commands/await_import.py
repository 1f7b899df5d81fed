"""Waiting for an import, and telling how it ended."""

import json
import time
from itertools import islice

import click

from ec2_batch.client.api import Api
from ec2_batch.client.import_jobs import GOOD_ENDS, MOVING, Job, as_json, find_import, issues
from ec2_batch.client.pauses import pauses
from ec2_batch.commands.place import place
from ec2_batch.commands.screen import plain, waiting

SHOWN_ISSUES = 10
SLOW_SECONDS = 30  # after which somebody should look at the worker


def await_import(api: Api, job_id: str) -> Job:
    """Return the job once nothing more will happen to it by itself."""
    warned, began = False, time.monotonic()
    with waiting("Waiting for the worker") as tell:
        for _ in pauses():
            job = find_import(api, job_id)
            if job["state"] not in MOVING:
                return job
            if job["state"] != "AWAITING_UPLOAD":
                tell(f"{job['state'].capitalize()}: {job['rowsTotal']:,} rows")
            elif not warned and time.monotonic() - began > SLOW_SECONDS:
                warned = True
                click.echo("The worker has not begun yet: see `studentcloud doctor`.", err=True)
    raise AssertionError("pauses have no end")


def tell_import(api: Api, job: Job, *, as_object: bool) -> None:
    """Print how an import ended, with what is wrong; ends with 1 if it did not end well."""
    if as_object:
        said = {**as_json(job), "issues": list(issues(api, job["id"]))}
        click.echo(json.dumps(said, indent=2))
    else:
        click.echo(sentence(job))
        _tell_issues(api, job)
    if job["state"] not in GOOD_ENDS:
        raise click.exceptions.Exit(1)


def sentence(job: Job) -> str:
    """Return where an import stands, in words."""
    state = job["state"].replace("_", " ").lower()
    return f"{plain(job['fileName'])} ({job['id']}): {state}. {plain(job['message'])}".rstrip()


def _tell_issues(api: Api, job: Job) -> None:
    found = list(islice(issues(api, job["id"]), SHOWN_ISSUES + 1))
    if not found or job["state"] == "INVALID":
        return  # of a file that cannot be read, the message says it all
    for issue in found[:SHOWN_ISSUES]:
        # An undo names the records that stay, which are in no line.
        where = place(issue, job) if issue["line"] or not issue["value"] else plain(issue["value"])
        column = f", {plain(issue['column'])}" if issue["column"] else ""
        click.echo(f"  {where}{column}: {plain(issue['message'])}")
    if len(found) > SHOWN_ISSUES:
        click.echo(f"  All of them: studentcloud errors {job['id']} --csv")
