"""A worker without room on its disk: the operator is told, and the import goes on once there is."""

import subprocess
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.test_import_students import heavy, many
from tests.ec2_batch.test_worker import ended
from tests.ec2_batch.worker_process import IMPATIENT, eventually, running_worker
from tests.factories import word

# A file system of the worker's own, which something else has filled by half.
SMALL = 'mount -t tmpfs -o size=8m none "$0" && head -c 4m /dev/zero > "$0/filler" && exec "$@"'
ROWS = 3_000  # of two kilobytes each


def test_a_full_disk_is_told_of_and_nothing_is_lost(
    school: School, worker_environ: Mapping[str, str], tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    within = ["unshare", "-rm", "sh", "-c", SMALL, str(disk)]
    if subprocess.run([*within, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a file system, so that none can be filled")
    job_id = school.upload(heavy(many(ROWS, word("S"), bad=range(10))))
    environ = {**worker_environ, "TMPDIR": str(disk)}

    with running_worker(environ, tmp_path / "log", IMPATIENT, within) as worker:
        eventually(lambda: school.job(job_id)["message"] is not None, worker)
        waiting = school.job(job_id)
        Path(f"/proc/{worker.pid}/root{disk}/filler").unlink()  # as the worker sees it
        eventually(partial(ended, school, job_id), worker)

    assert waiting["state"] == "validating"
    assert waiting["message"].startswith("The worker's disk has no room for this file.")
    assert "a folder has no room for an upload" in (tmp_path / "log").read_text()
    done = school.job(job_id)
    assert (done["state"], done["rows_created"], done["rows_rejected"]) == (
        "completed_with_issues", ROWS - 10, 10,
    )  # fmt: skip
