"""One local system at a time in a data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BusyError(Exception):
    """Another process holds the lock; `pid` says which, 0 when it has only just begun."""

    def __init__(self, pid: int) -> None:
        super().__init__(f"It runs already, as process {pid}.")
        self.pid = pid


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Hold the data folder; the kernel gives it back when this process ends, however it does.

    Raises:
        BusyError: somebody else holds it.
    """
    data.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(data / "up.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(int(os.pread(descriptor, 20, 0) or 0)) from None
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        try:
            yield
        finally:
            os.truncate(descriptor, 0)
    finally:
        os.close(descriptor)
