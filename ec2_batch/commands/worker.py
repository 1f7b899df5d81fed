"""`studentcloud worker`."""

import click

from ec2_batch.worker import run
from runtime.settings import BatchSettings


@click.command("worker")
def command() -> None:
    """Run the worker until SIGTERM: imports and reports from the queue, events to the bus."""
    run(BatchSettings.read())
