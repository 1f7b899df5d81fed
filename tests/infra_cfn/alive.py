"""Whether a process lives: one that only waits to be buried does not."""

from pathlib import Path


def alive(pid: int) -> bool:
    """Say whether a process is at work, or could be."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
