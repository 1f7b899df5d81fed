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


@dataclass(frozen=True, slots=True)
class Program:
    """What to run, and how it wants to be treated."""

    name: str
    words: Sequence[str]
    environ: Mapping[str, str]
    ask: signal.Signals = signal.SIGTERM  # how to ask it to end
    patience: float = 10.0  # seconds that it may take to do so
    last_words: signal.Signals = signal.SIGTERM  # what it is sent when we are killed
    talks: bool = False  # on standard input and output, its log going to standard error
    serves: bool = False  # the other programs, so that it ends after them
    folder: Path | None = None  # to run in; None: this process's own


@dataclass(slots=True)
class Child:
    """One process of the local system, with all that it starts itself."""

    program: Program
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

    def ask_to_end(self) -> None:
        """Tell the process to end, in its own way."""
        if self.process.poll() is None:
            self.process.send_signal(self.program.ask)

    def see_out(self) -> None:
        """Wait until the process has ended, and end what is left once patience is over."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.program.patience)
        with suppress(ProcessLookupError):  # nothing of the group is left, as it should be
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End the process and what it started."""
        self.ask_to_end()
        self.see_out()

    def last_words(self) -> str:
        """Return the last line of the log, and where to read more, as one or two sentences."""
        lines = [line for line in self.log.read_text(errors="replace").split("\n") if line.strip()]
        return (
            f"Its last words: {lines[-1].strip()} See {self.log}." if lines else "It said nothing."
        )


def start_child(program: Program, log: Path) -> Child:
    """Start a program that does not outlive this process.

    Call it on the main thread: the kernel means the thread when it says parent.
    """
    leash = [sys.executable, "-I", "-S", str(LEASH), str(int(program.last_words))]
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():  # why the one before ended, for instance
        log.replace(log.with_suffix(".previous"))
    with log.open("wb") as lines:
        process = subprocess.Popen(
            [*leash, str(os.getpid()), *program.words],
            env=dict(program.environ),
            cwd=program.folder,
            stdin=subprocess.PIPE if program.talks else subprocess.DEVNULL,
            stdout=subprocess.PIPE if program.talks else lines,
            stderr=lines,
            # Ctrl-C is for the supervisor alone, which then stops everything in order.
            start_new_session=True,
        )
    return Child(program, process, log)
