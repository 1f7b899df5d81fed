"""`studentcloud redrive`."""

import json
from collections import Counter
from pathlib import Path

import click
from sqlalchemy import Engine

from ec2_batch.client.nearest_up import nearest_up
from ec2_batch.client.stand_in import stand_in
from ec2_batch.doctor.database import look_at_database
from ec2_batch.engine import engine_for
from ec2_batch.queue import Queue
from ec2_batch.redrive import DeadLetters, kind
from runtime import aws
from runtime.settings import BatchSettings
from schema.database import make_engine

QUEUES = {"jobs": "job_queue_url", "standing": "standing_queue_url"}
LOCAL_NAME = "student-cloud-local-"
WHY = (
    "SQS gave each up after five attempts in which a worker was killed over it, or could not reach"
    " the database or AWS. What is still so makes it fail again: `studentcloud doctor` looks."
    " What has been done meanwhile is not done twice, and what is not understood is dropped."
)


@click.command("redrive")
@click.option("--queue", "name", type=click.Choice(list(QUEUES)), default="jobs", show_default=True)
@click.option("--dry-run", is_flag=True, help="Say what is there, and leave it there.")
@click.option("--most", type=click.IntRange(1), help="Move so many at most; all, if left out.")
@click.option("--json", "as_object", is_flag=True, help="Print what was done as a JSON object.")
def command(name: str, dry_run: bool, most: int | None, as_object: bool) -> None:
    """Have messages tried again that SQS has given up; safe to interrupt and to repeat."""
    queue, engine = _edges(name)
    letters = DeadLetters.of(queue)
    # Not without end: what dies again meanwhile would be moved again.
    wanted = most or letters.count()
    trouble = None if (found := look_at_database(engine)).well else found.sentence
    if trouble:
        click.echo(f"It will fail again as things are. The database: {trouble}", err=True)
    messages = letters.look(wanted) if dry_run else letters.move(wanted)
    kinds = Counter(kind(message) for message in messages)
    if as_object:
        done = {"queue": name, "moved": 0 if dry_run else kinds.total(), "found": kinds}
        click.echo(json.dumps(done | {"left": letters.count(), "trouble": trouble}, indent=2))
        return
    what = ", ".join(f"{count:,} {each}" for each, count in sorted(kinds.items()))
    found_here = f"{kinds.total():,} {'message' if kinds.total() == 1 else 'messages'}"
    does = "would move" if dry_run else "moved"
    click.echo(f"{found_here} {does} back to {name}{': ' if what else ''}{what}.")
    if kinds:
        click.echo(WHY)


def _edges(name: str) -> tuple[Queue, Engine]:
    """Return a queue and the database, of the nearest `make up` or of this host."""
    if up := nearest_up(Path.cwd()):
        sqs = stand_in(up, "sqs")
        url = sqs.get_queue_url(QueueName=LOCAL_NAME + name)["QueueUrl"]
        return Queue(sqs, url), make_engine(up.database_url)
    settings = BatchSettings.read()
    return Queue(aws.client("sqs"), getattr(settings, QUEUES[name])), engine_for(settings, 1)
