"""What the tools say of templates and policies, each started once, side by side."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra_cfn.long_form import long_form
from tests.infra_cfn.gates.cfn_lint import linted
from tests.infra_cfn.gates.finding import Finding

REPOSITORY = Path(__file__).parents[3]
PYTHON = REPOSITORY / ".venv-gates" / "bin" / "python"


Templates = Mapping[str, Mapping[str, Any]]  # by name


def examined(
    ours: Templates, changed: Templates, policies: Mapping[str, Any], folder: Path
) -> list[Finding]:
    """Return what the tools find; cfn-lint only in what was changed: make lint asks it of ours."""
    assert PYTHON.exists(), "The gates are not installed: make test installs them."
    given = {name: long_form(template) for name, template in changed.items()}
    for name, template in {**long_form(ours), **given}.items():
        (folder / f"{name}.json").write_text(json.dumps(template, default=str, indent=1))
    (folder / "policies.json").write_text(json.dumps(policies))
    script, said = Path(__file__).with_name("examine.py"), folder / "said"
    # -I: our package `schema` has the name of one that checkov imports.
    with said.open("w") as out, (folder / "errors").open("w") as errors:
        others = subprocess.Popen([PYTHON, "-I", script, folder], stdout=out, stderr=errors)
        try:
            found = list(linted(given))
        finally:
            others.wait()
    assert others.returncode == 0, (folder / "errors").read_text()[-2000:]
    return [*found, *(Finding(*each) for each in json.loads(said.read_text()))]
