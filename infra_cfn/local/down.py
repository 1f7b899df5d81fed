"""`make down`: end what `make up` started."""

import argparse
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from infra_cfn.local.processes.lock import BusyError, alone
from infra_cfn.local.up_file import DATA, up_file

PATIENCE = 90.0  # seconds; the supervisor ends each of its children in less


def bring_down(data: Path) -> str:
    """End the local system of a data folder, and return what came of it as a sentence."""
    asked: int | None = None
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with alone(data):
                # Left behind by a supervisor that was killed; its children went with it.
                up_file(data).unlink(missing_ok=True)
                return "Student Cloud has ended." if asked else "Student Cloud is not running."
        except BusyError as busy:
            if busy.pid and asked != busy.pid:
                with suppress(ProcessLookupError):  # it ended meanwhile
                    os.kill(busy.pid, signal.SIGTERM)
                asked = busy.pid
            time.sleep(0.1)
    return f"Process {asked} does not end; look at {data / 'logs'}, then `kill -9 {asked}`."


def main() -> int:
    """End the local system; 1 when it does not end."""
    parser = argparse.ArgumentParser(prog="make down", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the local system")
    sentence = bring_down(parser.parse_args().data)
    sys.stderr.write(f"{sentence}\n")
    return int("does not end" in sentence)


if __name__ == "__main__":
    sys.exit(main())
