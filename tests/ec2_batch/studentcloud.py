"""`studentcloud`, in a process of its own, as scripts call it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAM = Path(sys.executable).with_name("studentcloud")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """What it refuses with: nothing but a sentence, on standard error."""
        assert self.code
        assert not self.out
        assert "Traceback" not in self.err
        *usage, last = self.err.rstrip("\n").split("\n")
        assert all(line.startswith(("Usage: ", "Try ", "  ")) for line in usage if line)
        return last.removeprefix("Error: ")


def studentcloud(
    *words: str | Path, folder: Path, variables: Mapping[str, str] | None = None
) -> Outcome:
    """Give a command in a folder, with no variables but these."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    ended = subprocess.run(
        [str(PROGRAM), *map(str, words)],
        cwd=folder,
        env={**kept, **(variables or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        stdin=subprocess.DEVNULL,
    )
    return Outcome(ended.returncode, ended.stdout, ended.stderr)
