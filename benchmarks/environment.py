"""The peers' Python packages: pinned, and installed where nothing of the project is."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.leave import MeasureError


def make_environment(environment: Path, lock: Path) -> None:
    """Make an environment anew, of what a lock names."""
    uv = str(Path(sys.executable).with_name("uv"))
    if not Path(uv).exists():
        raise MeasureError(f"{uv} is missing, which installs the peers: run `make setup` first.")
    own = {"UV_PYTHON_DOWNLOADS": "never"}
    python = str(environment / "bin" / "python")
    install([uv, "venv", "-q", "--clear", "--python", sys.executable, str(environment)], own)
    words = [uv, "pip", "install", "-q", "--python", python]
    install([*words, "--require-hashes", "-r", str(lock)], own)


def install(words: list[str], own: Mapping[str, str], folder: Path | None = None) -> None:
    """Run a program that installs something."""
    # What goes wrong is said on standard error.
    environ = {**os.environ, **own}
    done = subprocess.run(words, cwd=folder, env=environ, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise MeasureError(f"Could not install the peers: {' '.join(words[:4])} … failed.")


def installed_versions(python: Path, packages: Sequence[str]) -> list[str]:
    """Return packages of an environment, each with its version."""
    asked = "import sys, importlib.metadata as m\nfor n in sys.argv[1:]: print(n, m.version(n))"
    words = [str(python), "-c", asked, *packages]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
