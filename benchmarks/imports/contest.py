"""A subject's own process: it gets ready, waits for the word, loads one file, and says how long.

Standard library only: peers run it where nothing of the project is installed.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

Task = dict[str, Any]
# Takes what it needs to have ready, and returns what is measured: that returns how many rows
# it wrote, or nothing if it does not count them.
Prepare = Callable[[Task], Callable[[], int | None]]


def take_part(prepare: Prepare) -> None:
    """Do one task from standard input, and stay until it has been looked at."""
    task = json.loads(sys.stdin.readline())
    load = prepare(task)
    _say({"ready": True})
    sys.stdin.readline()
    began = time.perf_counter()
    rows = load()
    _say({"seconds": time.perf_counter() - began, "rows": rows})
    sys.stdin.read()


def _say(words: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()
