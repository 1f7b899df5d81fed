"""How long to wait between one question and the next."""

import time
from collections.abc import Iterator

FIRST_SECONDS, LONGEST_SECONDS = 0.1, 2.0


def pauses() -> Iterator[None]:
    """Yield at once, and then again and again after ever longer pauses."""
    pause = FIRST_SECONDS
    while True:
        yield
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_SECONDS)
