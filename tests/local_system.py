"""The whole system as `make up` runs it, on free ports and with data of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[1]
UP_WITHIN = 400.0  # seconds; on a busy machine of two cores
DOWN_WITHIN = 90.0  # seconds


@dataclass(frozen=True, slots=True)
class LocalSystem:
    """A running system: its `.data` is in a folder of this name."""

    folder: Path
    up: dict[str, Any]  # what .data/up.json says

    @property
    def origin(self) -> str:
        address = urlsplit(self.up["graphql"])
        return f"{address.scheme}://{address.netloc}"

    def token(self, role: str) -> str:
        token: str = self.up["tokens"][role]
        return token


@pytest.fixture(scope="session")
def local_system() -> Iterator[LocalSystem]:
    """One running system with the demo records of size S, for all tests that want one."""
    with running_system() as system:
        yield system


@contextmanager
def running_system(*wishes: str) -> Iterator[LocalSystem]:
    """Start a system of one's own with such options, and end it."""
    # Not pytest's own folder, which is closed to the database's user.
    folder = Path(tempfile.mkdtemp(prefix="student-cloud-"))
    folder.chmod(0o755)
    data = folder / ".data"
    command = [sys.executable, "-m", "infra_cfn.local.up", "--data", str(data)]
    environment = {n: v for n, v in os.environ.items() if n not in ("DATABASE_URL", "MAKELEVEL")}
    with (folder / "up.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--size", "S", "--port", "0", *wishes],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _await_up(process, folder)
        yield LocalSystem(folder, json.loads((data / "up.json").read_text()))
    finally:
        process.terminate()
        process.wait(timeout=DOWN_WITHIN)
        shutil.rmtree(folder, ignore_errors=True)


def _await_up(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    give_up = time.monotonic() + UP_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        if (folder / ".data" / "up.json").is_file():
            return
        time.sleep(0.2)
    raise AssertionError(f"The system did not start: {(folder / 'up.log').read_text()[:2000]}")
