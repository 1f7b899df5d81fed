"""What cfn-lint says of templates; most of its time is loading its rules, so that is done once."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from cfnlint.config import ConfigMixIn
from cfnlint.decode.decode import decode_str
from cfnlint.runner import Runner

from infra_cfn.wiring.resource import REGION
from tests.infra_cfn.gates.finding import Finding


def linted(templates: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what cfn-lint finds in templates, by name and in JSON's long form."""
    runner = Runner(ConfigMixIn(regions=[REGION]))
    for name, template in templates.items():
        decoded, unreadable = decode_str(json.dumps(template, default=str, indent=1))
        for match in unreadable or runner.validate_template(decoded):
            part, resource, *_rest = [*match.path, "", ""] if match.path else ["", ""]
            where = str(resource) if part == "Resources" else ""
            yield Finding("cfn-lint", match.rule.id, name, where, match.message)
