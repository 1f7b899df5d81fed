"""The sweeper: jobs whose message was lost or whose worker died, and what nobody wants."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from psycopg2.extensions import connection as Connection
from sqlalchemy import Engine

from ec2_batch.expire_imports import expire_ready_imports
from ec2_batch.forget_repeats import forget_repeats
from ec2_batch.imports.inbox import INBOX
from ec2_batch.imports.uploads.uploaded_object import find_upload
from ec2_batch.job_message import (
    Uploaded,
    import_requested,
    object_created,
    report_requested,
    undo_requested,
)
from ec2_batch.queue import Queue
from ec2_batch.sweep_inbox import forgotten_drops
from ec2_batch.transaction import connect, run, transaction

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SWEEP_SECONDS = 10.0
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 900.0  # seconds until the same job is looked at again
PATIENCE = "15 seconds"  # that a message may take on its usual way
AT_ONCE = 500
REPEATS = "repeats"  # whose turn it is beside jobs and the inbox

# A job that somebody works on is locked, see job_lock.py.
FREE = """
NOT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND (classid::bigint << 32 | objid::bigint)
        = hashtextextended({name} || ':' || {table}.id, 0)
)
"""
LEFT_IMPORTS = f"""
SELECT id, state FROM import_job
WHERE state IN ('validating', 'applying', 'undoing')
  AND {FREE.format(name="'import_job'", table="import_job")}
ORDER BY id LIMIT %(most)s
"""  # noqa: S608
LEFT_REPORTS = f"""
SELECT id FROM report_job
WHERE (state = 'running' OR state = 'queued' AND created_at < now() - %(patience)s::interval)
  AND {FREE.format(name="'report_job'", table="report_job")}
ORDER BY id LIMIT %(most)s
"""  # noqa: S608
AWAITED = """
SELECT id, object_key, created_at < now() - interval '1 day' FROM import_job
WHERE state = 'awaiting_upload' AND created_at < now() - %(patience)s::interval
ORDER BY id DESC LIMIT %(most)s
"""
# A form is good for five minutes, and an upload that began in time may take its own.
EXPIRE = """
UPDATE import_job SET
    state = 'expired', message = 'No file was uploaded.', finished_at = now(),
    updated_at = now(), version = version + 1
WHERE id = %(id)s AND state = 'awaiting_upload'
"""
PARAMETERS = {"patience": PATIENCE, "most": AT_ONCE}

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Turns:
    """When each job is due to be looked at: ever more seldom, and at once after a restart."""

    _due: dict[str, tuple[float, float]] = field(default_factory=dict)  # moment, next pause

    def is_due(self, job: str) -> bool:
        """Say whether it is a job's turn, and if so take it."""
        now = time.monotonic()
        due, pause = self._due.get(job, (0.0, FIRST_PAUSE))
        if now < due:
            return False
        self._due[job] = (now + pause, min(pause * 2, LONGEST_PAUSE))
        return True

    def forget(self) -> None:
        """Forget jobs that have not been asked about for long."""
        old = time.monotonic() - 2 * LONGEST_PAUSE
        self._due = {job: turn for job, turn in self._due.items() if turn[0] > old}


@dataclass(slots=True)
class Sweeper:
    """What it looks at."""

    engine: Engine
    queue: Queue
    s3: "S3Client"
    bucket: str
    turns: Turns = field(default_factory=Turns)

    def sweep(self) -> int:
        """Put back what nobody works on; return how many jobs that were."""
        with connect(self.engine) as connection:
            with transaction(connection) as cursor:
                imports = run(cursor, "find left imports", LEFT_IMPORTS, PARAMETERS)
                reports = run(cursor, "find left reports", LEFT_REPORTS, PARAMETERS)
                awaited = run(cursor, "find awaited uploads", AWAITED, PARAMETERS)
            left = [
                undo_requested(job_id) if state == "undoing" else import_requested(job_id)
                for job_id, state in imports
            ]
            left += [report_requested(row[0]) for row in reports]
            lost = [message for message in left if self.turns.is_due(message)]
            for job_id, key, old in awaited:
                if not self.turns.is_due(key):
                    continue
                if find_upload(self.s3, self.bucket, key):
                    lost.append(import_requested(job_id))
                elif old:
                    with transaction(connection) as cursor:
                        run(cursor, "expire import", EXPIRE, {"id": job_id})
            with transaction(connection) as cursor:
                expire_ready_imports(cursor)
            if self.turns.is_due(REPEATS):
                forget_repeats(connection)
            dropped = [object_created(drop) for drop in self._forgotten_drops(connection)]
        for message in dropped:
            self.queue.send(message)
            logger.info("inbox file put on the queue")  # its name is nobody's business
        for message in lost:
            self.queue.send(message)
            logger.info("job put back on the queue", extra={"asked": message})
        self.turns.forget()
        return len(lost) + len(dropped)

    def _forgotten_drops(self, connection: Connection) -> Iterator[Uploaded]:
        if self.turns.is_due(INBOX):
            for drop in forgotten_drops(self.s3, self.bucket, connection):
                if self.turns.is_due(f"{drop.key} {drop.etag}"):
                    yield drop
