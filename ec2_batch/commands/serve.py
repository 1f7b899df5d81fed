"""`studentcloud serve`."""

import os
import sys

import click

from runtime.settings import BatchSettings

CONFIG = "python:ec2_batch.service.gunicorn_config"


@click.command("serve")
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address to listen at.")
def command(bind: str) -> None:
    """Run the Flask service under gunicorn, until SIGTERM: console, GraphiQL, REST and health."""
    BatchSettings.read()  # gunicorn would start, and then fail in each of its workers
    words = [sys.executable, "-m", "gunicorn", "-c", CONFIG, "--bind", bind]
    os.execv(sys.executable, words)  # noqa: S606 - no shell; signals reach gunicorn itself
