"""Hold templates and policies against the tools of .venv-gates, where this runs, on its own.

`python examine.py FOLDER` reads `FOLDER/*.json`, templates, and `FOLDER/policies.json`, policies by
name, and prints what each tool finds as [tool, rule, file, resource, sentence].
"""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

Finding = tuple[str, str, str, str, str]


def checkov(folder: Path) -> Iterator[Finding]:
    """Yield what checkov fails, and what it skips as the templates ask."""
    from checkov.cloudformation.runner import Runner
    from checkov.runner_filter import RunnerFilter

    runner = RunnerFilter(framework=["cloudformation"], excluded_paths=["policies.json"])
    report = Runner().run(root_folder=str(folder), runner_filter=runner)
    for tool, records in (("checkov", report.failed_checks), ("skipped", report.skipped_checks)):
        for record in records:
            name = record.resource.rpartition(".")[2]
            yield tool, record.check_id, Path(record.file_path).stem, name, record.check_name
    for path in report.parsing_errors:
        yield "checkov", "unreadable", Path(path).stem, "", "checkov cannot read it"


def validate(folder: Path) -> Iterator[Finding]:
    """Yield what cloudformation-validate finds to be an error or worth a warning."""
    from cloudformation_validate import CompositeEngine

    engine = CompositeEngine()
    for path in templates(folder):
        for found in engine.validate_template(str(path)).diagnostics:
            if found.severity.name in ("ERROR", "WARN", "WARNING", "FATAL"):
                resource = str(found.resource_id if hasattr(found, "resource_id") else "")
                yield (
                    "cloudformation-validate",
                    str(found.rule_id),
                    path.stem,
                    resource,
                    found.message,
                )


def parliament(folder: Path) -> Iterator[Finding]:
    """Yield what parliament finds in a policy."""
    from parliament import analyze_policy_string

    for name, policy in json.loads((folder / "policies.json").read_text()).items():
        for found in analyze_policy_string(json.dumps(policy)).findings:
            template, _, resource = name.partition(".")
            yield "parliament", found.issue, template, resource, str(found.detail)


def templates(folder: Path) -> list[Path]:
    """Return the templates of a folder."""
    return [path for path in sorted(folder.glob("*.json")) if path.name != "policies.json"]


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    given = Path(sys.argv[1])
    sys.stdout.write(json.dumps([*validate(given), *parliament(given), *checkov(given)]))
