"""Where subjects load files: a database each, whose content is compared with COPY's."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from psycopg2 import sql

from benchmarks.imports.contest import Task
from benchmarks.imports.environment import PEER_PYTHON
from benchmarks.imports.files import Files, Span
from benchmarks.imports.loaders.copy import COPY as COPY_STATEMENT
from benchmarks.imports.measure import Entry, Reading, measured
from benchmarks.imports.records import Checksum, Records, copied
from benchmarks.imports.rows import Ids, Rows
from benchmarks.imports.subjects import OWN, Content, Load, Subject
from benchmarks.imports.uploads import Bucket, ended_job, make_job
from benchmarks.leave import MeasureError

SUCCEEDED = {True: ("completed", "completed_with_issues"), False: ("ready",)}


@dataclass(frozen=True, slots=True)
class Arena:
    """What every subject is given alike."""

    empty: Records  # what each subject has a copy of
    bucket: Bucket
    rows: Rows
    ids: Ids
    logs: Path
    # What COPY makes of a file; the same rows have the same name.
    known: dict[Path, Checksum] = field(default_factory=dict)

    def run(self, subject: Subject, files: Files) -> dict[str, Reading]:
        """Return the readings of a subject's loads, one after the other in one database."""
        expected = self.expected(files)
        readings = {}
        with copied(self.empty) as records:
            for load in subject.loads:
                readings[load.name] = self.load(records, subject, load, [files])
                self.compare(records, subject, load, expected[load.leaves])
                records.settle()
        return readings

    def load(
        self, records: Records, subject: Subject, load: Load, all_files: list[Files]
    ) -> Reading:
        """Return the reading of one load, or of one of several files at the same time."""
        with ExitStack() as stack:
            tasks = [self._task(records, subject, load, files, stack) for files in all_files]
            entries = [
                Entry(f"{load.name}-{number}", subject.words, task)
                for number, task in enumerate(tasks)
            ]
            reading = measured(records.server, entries, self.logs)
        if subject.module == OWN.module:
            for task, files in zip(tasks, all_files, strict=True):
                _check_job(records, task["job_id"], load, files.span)
        return reading

    def _task(
        self, records: Records, subject: Subject, load: Load, files: Files, stack: ExitStack
    ) -> Task:
        path: Path = getattr(files, load.file)
        task: Task = {
            "database_url": records.admin_url,
            "file": str(path),
            "columns": self.rows.columns,
            "table": self._table(records, subject),
        }
        if subject.python == PEER_PYTHON:  # the others look up for themselves, or need not
            task["ids"] = self.ids
        if subject.uploads:
            key = stack.enter_context(self.bucket.uploaded(path))
            job_id = make_job(records, key, f"{self.rows.name}.csv", apply=load.apply)
            task |= {"worker_url": records.worker_url, "job_id": job_id, "key": key}
            task |= {"endpoint": self.bucket.aws.endpoint, "bucket": self.bucket.name}
        return task

    def compare(self, records: Records, subject: Subject, load: Load, expected: Checksum) -> None:
        """Refuse figures of a subject that has written something else than COPY.

        Raises:
            MeasureError: it has.
        """
        found = records.checksum(self._table(records, subject), self.rows.columns)
        if found != expected:
            raise MeasureError(
                f"“{load.title}” left {found[0]:,} rows that are not the {expected[0]:,} that"
                " COPY writes, or not as COPY writes them: its figures would mean nothing."
            )

    def expected(self, files: Files) -> dict[Content, Checksum]:
        """Return what tells the right contents from others: what COPY makes of the clean rows."""
        clean = {Content.CLEAN: files.clean, Content.CHANGED: files.clean_changed}
        return {Content.NOTHING: (0, "0")} | {
            content: self._checksum(path) for content, path in clean.items()
        }

    def _checksum(self, path: Path) -> Checksum:
        if path not in self.known:
            self.known[path] = self._copied(path)
        return self.known[path]

    def _copied(self, path: Path) -> Checksum:
        with copied(self.empty) as records, ExitStack() as stack:
            bare = records.make_bare(self.rows.table, self.rows.columns)
            connection = psycopg2.connect(records.admin_url)
            stack.callback(connection.close)
            with connection, connection.cursor() as cursor, path.open("rb") as file:
                columns = sql.SQL(", ").join(map(sql.Identifier, self.rows.columns))
                cursor.copy_expert(
                    COPY_STATEMENT.format(table=sql.Identifier(bare), columns=columns), file
                )
            return records.checksum(bare, self.rows.columns)

    def _table(self, records: Records, subject: Subject) -> str:
        if subject.bare:
            return records.make_bare(self.rows.table, self.rows.columns)
        return self.rows.table


def _check_job(records: Records, job_id: int, load: Load, span: Span) -> None:
    state, found, message = ended_job(records, job_id)
    faulty = span.count - span.clean
    if state not in SUCCEEDED[load.apply]:
        raise MeasureError(f"“{load.title}” ended as {state}: {message}")
    if load.apply and found != faulty:
        raise MeasureError(f"“{load.title}” rejected {found:,} rows; {faulty:,} are faulty.")
