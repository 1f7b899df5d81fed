"""Where on this machine those things are whose names lead nowhere outside a VPC.

`make up` writes it once it knows: database and service start after the stand-in, and are
elsewhere at each start. Nothing of it is in a template, so nothing is deployed anew for it.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Here:
    """The file that says so."""

    path: Path

    def variables(self, function: str) -> dict[str, str]:
        """Return what a function is told instead of what its stack says; empty for nothing."""
        variables: dict[str, str] = self._read().get("functions", {}).get(function, {})
        return variables

    def balancer(self) -> str:
        """Return the address that the internal balancer would pass requests on to."""
        address: str = self._read()["balancer"]
        return address

    def write(self, functions: dict[str, dict[str, str]], balancer: str) -> None:
        """Say where everything is; nobody else may read it: it holds a password."""
        self.path.unlink(missing_ok=True)
        self.path.touch(mode=0o600)
        self.path.write_text(json.dumps({"functions": functions, "balancer": balancer}))

    def _read(self) -> dict[str, Any]:
        if not self.path.exists():  # nobody serves through the stand-in
            return {}
        found: dict[str, Any] = json.loads(self.path.read_text())
        return found
