"""The worker: jobs, relay, consumer and sweeper, a thread each, until SIGTERM."""

import logging
import signal
from datetime import UTC, date, datetime
from functools import partial
from threading import Event as Signal

from sqlalchemy import Engine

from ec2_batch.consumers.standing import consume_grades
from ec2_batch.engine import engine_for
from ec2_batch.imports.end_import import fail_import
from ec2_batch.imports.import_file import ImportEdges, import_file
from ec2_batch.imports.undo.undo_import import fail_undo, undo_import
from ec2_batch.loops import start_loop
from ec2_batch.protection import LOOK_SECONDS, Protection
from ec2_batch.queue import USUAL, Pace, Queue
from ec2_batch.relay import relay_events
from ec2_batch.reports.write_report import ReportEdges, give_up_report, write_report
from ec2_batch.sweep import SWEEP_SECONDS, Sweeper
from ec2_batch.take_jobs import Jobs, take_jobs
from ec2_batch.take_upload import take_upload
from runtime import aws, log, tracing
from runtime.settings import BatchSettings

# At most at once: three for a report or two for an import, two for the relay, one each for
# consumer and sweeper.
CONNECTIONS = 8
SERVICE = "worker"

logger = logging.getLogger(__name__)


def run(settings: BatchSettings, pace: Pace = USUAL) -> None:
    """Work until SIGTERM or Ctrl-C; the chunk at hand is finished, the rest is given back."""
    log.configure(settings.log_level)
    tracing.configure(SERVICE)
    stopping = Signal()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    work(settings, pace, stopping)


def work(settings: BatchSettings, pace: Pace, stopping: Signal) -> None:
    """Work until told to stop."""
    engine = engine_for(settings, CONNECTIONS)
    sqs, s3, busy = aws.client("sqs"), aws.client("s3"), Signal()
    queue = Queue(sqs, settings.job_queue_url, pace)
    jobs = _jobs(settings, engine, stopping)
    sweeper = Sweeper(engine, queue, s3, settings.upload_bucket)
    standing = Queue(sqs, settings.standing_queue_url, pace)
    bus = partial(relay_events, engine, aws.client("events"), settings.event_bus_name, stopping)
    at_work = start_loop("jobs", lambda: take_jobs(engine, queue, jobs, stopping, busy), stopping)
    start_loop("relay", bus, stopping)
    start_loop("standing", lambda: consume_grades(engine, standing), stopping)
    start_loop("sweeper", sweeper.sweep, stopping, SWEEP_SECONDS)
    if settings.auto_scaling_group:
        host = Protection(
            aws.client("autoscaling"), settings.auto_scaling_group, settings.instance_id, busy
        )
        start_loop("protection", host.follow, stopping, LOOK_SECONDS)
    logger.info("worker started")
    stopping.wait()
    # Whoever only waits for a message is not waited for.
    while busy.is_set() and at_work.is_alive():
        at_work.join(0.05)
    logger.info("worker stopped")


def _jobs(settings: BatchSettings, engine: Engine, stopping: Signal) -> Jobs:
    s3 = aws.client("s3")
    buckets = settings.upload_bucket, settings.report_bucket
    imports = ImportEdges(engine, s3, *buckets, _today, stopping)
    reports = ReportEdges(engine, s3, settings.report_bucket, stopping)
    return Jobs(
        take_upload=partial(take_upload, imports),
        run_import=partial(import_file, imports),
        run_undo=partial(undo_import, imports),
        run_report=partial(write_report, reports),
        fail_import=partial(fail_import, engine),
        fail_undo=partial(fail_undo, engine),
        fail_report=partial(give_up_report, reports),
    )


def _today() -> date:
    return datetime.now(UTC).date()
