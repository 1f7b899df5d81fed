"""What the tools said of a changed template, kept by its digest in said.json.

It stays true until the template or a tool changes, and asking again takes minutes.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from infra_cfn.deploy import TEMPLATES
from tests.infra_cfn.gates.finding import Finding

Said = list[list[str]]  # tool, rule and resource
Memory = dict[str, Said]  # by digest
PATH = Path(__file__).with_name("said.json")
# The tools' versions; cfn-lint is locked with the programs.
TOOLS = [(TEMPLATES / "gates.lock").read_text(), version("cfn-lint")]


def recall() -> Memory:
    """Return what is kept; nothing if it was thrown away."""
    kept: Memory = json.loads(PATH.read_text()) if PATH.exists() else {}
    return kept


def keep(memory: Memory) -> None:
    """Keep this, and nothing else."""
    lines = (f"{json.dumps(digest)}: {json.dumps(memory[digest])}" for digest in sorted(memory))
    PATH.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def digest_of(template: Mapping[str, Any]) -> str:
    """Return a word that changes with the template and with the tools."""
    given = json.dumps([TOOLS, template], sort_keys=True, default=str)
    return hashlib.sha256(given.encode()).hexdigest()[:24]


def to_keep(findings: Iterable[Finding]) -> Said:
    """Return what is kept of findings: the sentences are the tools'."""
    return [list(said) for said in sorted({(f.tool, f.rule, f.resource) for f in findings})]
