"""Telling what an import would do, and how to have it done."""

import json

import click

from ec2_batch.client.api import Api
from ec2_batch.client.import_jobs import Job, as_json
from ec2_batch.client.import_plan import Plan, read_plan
from ec2_batch.commands.await_import import sentence
from ec2_batch.commands.place import place
from ec2_batch.commands.screen import plain, print_table
from schema.rules.import_plan import many_deactivations

COUNTS = ("rows", "create", "update", "unchanged", "deactivate", "rejected", "overwritten")
SHOWN_KINDS = 10  # of issues


def tell_plan(api: Api, job: Job, *, as_object: bool) -> None:
    """Print what applying an import would do, and the command that does it."""
    plan = read_plan(api, job["id"])
    if as_object:
        click.echo(json.dumps({**as_json(job), **plan}, indent=2))
        return
    click.echo(sentence(job))
    if plan["plan"]:
        names = ("file", "entity", *COUNTS)
        print_table(names, ([entry[name] for name in names] for entry in plan["plan"]))
    for group in plan["issueGroups"][:SHOWN_KINDS]:
        first = group["first"]
        said = f"{place(first, job)}: {plain(first['message'])}"
        click.echo(f"  {group['count']:,} × {group['code']}, {said}")
    for line in _next_steps(job["id"], plan):
        click.echo(line)


def _next_steps(job_id: str, plan: Plan) -> list[str]:
    many = many_deactivations(plan["plan"])
    leaving = [
        f"{each.records:,} of {each.known:,} records of kind {plain(each.entity)} would be put"
        " out of use: look at the file before you confirm that."
        for each in many
    ]
    confirm = " --confirm-deactivations" if many else ""
    return [
        *leaving,
        f"Apply it:  studentcloud apply {job_id}{confirm}",
        f"Or not:    studentcloud cancel {job_id}",
    ]
