"""What checkov, cloudformation-validate and parliament say of templates, by one process."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from infra_cfn.long_form import long_form

REPOSITORY = Path(__file__).parents[3]
PYTHON = REPOSITORY / ".venv-gates" / "bin" / "python"


class Finding(NamedTuple):
    """One thing that a tool has to say."""

    tool: str  # checkov, validate, parliament; skipped is checkov's, told to be silent
    rule: str
    file: str
    resource: str
    sentence: str


def examined(
    templates: Mapping[str, Mapping[str, Any]], policies: Mapping[str, Any], folder: Path
) -> list[Finding]:
    """Return what the tools find in templates and policies, both by name."""
    assert PYTHON.exists(), "The gates are not installed: make test installs them."
    for name, template in templates.items():
        (folder / f"{name}.json").write_text(json.dumps(long_form(template), default=str, indent=1))
    (folder / "policies.json").write_text(json.dumps(policies))
    script = Path(__file__).with_name("examine.py")
    # -I: our package `schema` has the name of one that checkov imports.
    run = subprocess.run([PYTHON, "-I", script, folder], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-2000:]
    return [Finding(*found) for found in json.loads(run.stdout)]
