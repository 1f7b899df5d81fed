"""Faults of the database in the middle of an import: the records are as if nothing had been."""

import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest

from infra_cfn.local.postgres.server import Server, connected, start
from schema.migrate import migrate
from tests.conftest import Database
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.test_import_students import heavy, many
from tests.ec2_batch.test_worker import comparable, ended, reached
from tests.ec2_batch.worker_process import IMPATIENT, eventually, running_worker

ROWS = 7_000  # several chunks, as each is heavy
HOLDERS = """
SELECT pg_terminate_backend(pid) FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 1
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Breakable:
    """A server of its own, whose data are durable."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.server: Server = start(folder)

    def stop_and_start(self) -> None:
        """Stop at once, so that nothing is tidied up, and start where it was."""
        self.server.process.send_signal(signal.SIGQUIT)
        self.server.process.wait()
        self.server = start(self._folder, port=self.server.port)

    def break_off(self) -> None:
        """End the one backend that has a job."""
        with connected(self.server.admin_url) as cursor:
            cursor.execute(HOLDERS)
            assert cursor.fetchall() == [(True,)]


@pytest.fixture(scope="module")
def breakable() -> Iterator[Breakable]:
    with tempfile.TemporaryDirectory(prefix="student-cloud-") as folder:
        Path(folder).chmod(0o755)  # the server's user is another
        made = Breakable(Path(folder))
        yield made
        made.server.stop()


@pytest.fixture(scope="module")
def database(breakable: Breakable) -> Iterator[Database]:
    migrate(breakable.server.admin_url)
    database = Database(breakable.server, "postgres")
    yield database
    database.dispose()


@pytest.mark.parametrize(
    ("fault", "one", "other"),
    [(Breakable.break_off, "a", "b"), (Breakable.stop_and_start, "c", "d")],
)
def test_an_import_whose_database_is_lost_goes_on_where_it_was(
    breakable: Breakable,
    make_school: Callable[[], School],
    worker_environ: Mapping[str, str],
    tmp_path: Path,
    fault: Callable[[Breakable], None],
    one: str,
    other: str,
) -> None:
    disturbed, undisturbed = make_school(), make_school()

    def file_for(prefix: str) -> str:
        return heavy(many(ROWS, prefix, bad=range(500, 700)) + f"{prefix}5,Again,Row,\n")

    job_id = disturbed.upload(file_for(one))
    with running_worker(worker_environ, tmp_path / "log", IMPATIENT) as worker:
        eventually(partial(reached, disturbed, job_id, 1), worker)
        fault(breakable)
        assert not ended(disturbed, job_id)
        eventually(partial(ended, disturbed, job_id), worker)

    undisturbed.run(file_for(other))
    expected, found = undisturbed.contents(), disturbed.contents()
    for contents in (expected, found):
        contents.pop("events")  # the worker has relayed some
    assert len(found["students"]) == ROWS - 200
    assert comparable(found, one) == comparable(expected, other)
