"""Waiting until a program does what it is there for, or has ended without."""

import json
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from typing import Any

from infra_cfn.local.processes.child import Child, StartError

READY_SECONDS = 60.0  # the slowest takes two; a busy machine may take its time


def await_gateway(gateway: Child) -> None:
    """Return once the function is initialised and requests are answered.

    Raises:
        StartError: either could not be had.
    """
    assert gateway.process.stdout
    line = gateway.process.stdout.readline()
    said: dict[str, Any] = json.loads(line) if line.strip() else {}
    if "port" not in said:
        why = f"{said['error']}. " if "error" in said else ""
        raise StartError(f"the gateway did not start. {why}{gateway.last_words()}")


def await_answer(child: Child, address: str, *, method: str = "GET", patience: float = 5.0) -> None:
    """Return once an address that a child serves answers with success, each try in `patience` s.

    Raises:
        StartError: it ended, or took longer than a minute.
    """

    def answers() -> bool:
        try:
            asked = urllib.request.Request(address, method=method)  # noqa: S310 - loopback
            with closing(urllib.request.urlopen(asked, timeout=patience)):  # noqa: S310
                return True
        except OSError:
            return False

    _await(child, answers)


def await_first_word(child: Child) -> None:
    """Return once a child has logged something, as one does that has begun to work.

    Raises:
        StartError: it ended, or took longer than a minute.
    """
    _await(child, lambda: child.log.stat().st_size > 0)


def _await(child: Child, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if ended := child.ended():
            raise StartError(f"the {child.program.name} {ended}. {child.last_words()}")
        if ready():
            return
        time.sleep(0.05)
    raise StartError(
        f"the {child.program.name} was not ready within {READY_SECONDS:.0f} s: see {child.log}."
    )
