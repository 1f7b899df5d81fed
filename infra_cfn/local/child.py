"""Child processes: started on a leash, with a log file each, and stopped in time."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LEASH = Path(__file__).with_name("leash.py")


class StartError(Exception):
    """Something of the local system could not be started; the message is a sentence."""


@dataclass(slots=True)
class Child:
    """One process of the local system, with all that it starts itself."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        """Return the process id, which is also that of its process group."""
        return self.process.pid

    def ended(self) -> str | None:
        """Return how the process ended, as part of a sentence; None while it runs."""
        code = self.process.poll()
        if code is None:
            return None
        return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"

    def stop(self, ask: signal.Signals = signal.SIGTERM, patience: float = 10.0) -> None:
        """End the process and what it started: politely, and after `patience` seconds not."""
        if self.process.poll() is None:
            self.process.send_signal(ask)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        with suppress(ProcessLookupError):  # nothing of the group is left, as it should be
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def last_line(self) -> str:
        """Return the last line of the log, to be told with bad news."""
        lines = self.log.read_text(errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "its log is empty")


def start_child(
    name: str,
    program: Sequence[str],
    *,
    environ: Mapping[str, str],
    log: Path,
    last_words: signal.Signals = signal.SIGTERM,
) -> Child:
    """Start a program that gets the signal `last_words` when this process ends.

    Call it on the main thread: the kernel means the thread when it says parent.
    """
    leash = [sys.executable, "-I", "-S", str(LEASH), str(int(last_words)), str(os.getpid())]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as lines:
        process = subprocess.Popen(
            [*leash, *program],
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for the supervisor alone, which then stops everything in order.
            start_new_session=True,
        )
    return Child(name, process, log)
