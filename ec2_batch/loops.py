"""Loops that end when the worker does, and with nothing less."""

import logging
from collections.abc import Callable
from threading import Event as Signal
from threading import Thread

LONGEST_PAUSE = 30.0  # seconds between attempts while database or AWS is away

logger = logging.getLogger(__name__)


def start_loop(
    name: str, step: Callable[[], object], stopping: Signal, pause_seconds: float = 0
) -> Thread:
    """Repeat a step on a thread of its own, with ever longer pauses while it fails."""

    def loop() -> None:
        failures = 0
        while not stopping.is_set():
            try:
                step()
            except Exception:
                failures += 1
                pause = min(2.0**failures, LONGEST_PAUSE)
                logger.exception("loop failed", extra={"loop": name, "pause_seconds": pause})
                stopping.wait(pause)
            else:
                failures = 0
                stopping.wait(pause_seconds)

    # A daemon: one that waits for messages is not waited for.
    thread = Thread(target=loop, name=name, daemon=True)
    thread.start()
    return thread
