"""The peers' own packages, and the Python that has them."""

from pathlib import Path

from benchmarks.environment import make_environment

LOCK = Path(__file__).parent / "peers" / "requirements.lock"
ENVIRONMENT = Path(__file__).parents[2] / ".venv-import-peers"
PEER_PYTHON = ENVIRONMENT / "bin" / "python"
INSTALLED = ENVIRONMENT / "installed"


def install_peers() -> None:
    """Install what the lock names, unless it is as it is."""
    wanted = LOCK.read_text()
    if INSTALLED.is_file() and INSTALLED.read_text() == wanted:
        return
    make_environment(ENVIRONMENT, LOCK)
    INSTALLED.write_text(wanted)
