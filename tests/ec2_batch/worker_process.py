"""A real worker, in a process of its own, that a test may kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from ec2_batch.queue import Pace

ROOT = Path(__file__).parents[2]
DEADLINE_SECONDS = 120.0  # a busy machine may take its time
# The stand-in does not notice that a worker was killed: a message that comes while it still
# polls is handed to nobody, for as long as it is claimed.
PACE = Pace(wait=1, claim=3, visible_again=5, heartbeat=1)
WORKER = f"""
from ec2_batch.queue import Pace
from ec2_batch.worker import run
from runtime.settings import BatchSettings
run(BatchSettings.read(), {PACE})
"""

# A worker that tries again at once what an outage has put off.
IMPATIENT = """
from ec2_batch import loops, take_jobs
take_jobs.OUTAGE_SECONDS = loops.LONGEST_PAUSE = 1
"""


@contextmanager
def running_worker(
    environ: Mapping[str, str], log: Path, fault: str = "", within: Sequence[str] = ()
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a worker, with a fault if need be, and kill it at the end if it still runs.

    `within` is a program that makes its surroundings, and then becomes it.
    """
    program = [*within, sys.executable, "-c", fault + WORKER]
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with log.open("ab") as lines:
        process = subprocess.Popen(
            program,
            cwd=ROOT,
            env=inherited | dict(environ),
            stdout=lines,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        time.sleep(PACE.wait)


def eventually(claim: Callable[[], bool], process: "subprocess.Popen[bytes] | None" = None) -> None:
    """Wait until a claim is true.

    Raises:
        AssertionError: it is still not true after two minutes, or the process ended.
    """
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not claim():
        assert time.monotonic() < deadline, "it never came true"
        assert process is None or process.poll() is None, "the worker ended"
        time.sleep(0.05)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """End a worker in the middle of whatever it does."""
    process.send_signal(signal.SIGKILL)
    process.wait()
