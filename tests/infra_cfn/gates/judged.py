"""Which gates see which mistake."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra_cfn.deploy import TEMPLATES
from infra_cfn.template import read_template
from infra_cfn.wiring.wire import wire
from tests.infra_cfn.controls.estate import GIVEN, read_all
from tests.infra_cfn.gates.excerpt import excerpt
from tests.infra_cfn.gates.finding import Finding
from tests.infra_cfn.gates.memory import Memory, digest_of, to_keep
from tests.infra_cfn.gates.mistake import Templates
from tests.infra_cfn.gates.mistakes import MISTAKES
from tests.infra_cfn.gates.policies import identity_policies
from tests.infra_cfn.gates.proofs import CONTROL, NETWORK, PRIVILEGE, proofs_against
from tests.infra_cfn.gates.statements import statement_mistakes
from tests.infra_cfn.gates.tools import examined

TOOLS = ("cfn-lint", "checkov", "cloudformation-validate", "parliament")
GATES = (CONTROL, *TOOLS, NETWORK, PRIVILEGE)
Said = Mapping[str, frozenset[str]]  # by gate: names of controls, rules and rows


@dataclass(frozen=True)
class Judged:
    """What the gates say."""

    findings: list[Finding]  # of the tools, of our own templates
    seen: dict[str, Said]  # by mistake; a gate that does not see it is not there
    statements: dict[str, dict[str, Said]]  # by statement and deed; of our own gates
    memory: Memory  # what the tools said of the mistakes


def judged(folder: Path, memory: Memory) -> Judged:
    """Ask every gate about every mistake; the tools only about what they are not known to say."""
    ours = {path.stem: read_template(path.read_text()) for path in TEMPLATES.glob("*.yaml")}
    own = read_all()
    made = {name: mistake.made(own) for name, mistake in MISTAKES.items()}
    changed = {
        f"{name}/{stack}": excerpt(own[stack], template)
        for name, mistaken in made.items()
        for stack, template in mistaken.items()
        if template != own[stack]
    }
    digests = {place: digest_of(template) for place, template in changed.items()}
    unknown = {d: changed[place] for place, d in digests.items() if d not in memory}
    policies = _policies(own) | _changed_policies(own, made)
    findings = examined(ours, unknown, policies, folder)
    told = {**memory, **{d: to_keep(f for f in findings if f.file == d) for d in unknown}}
    clean = [finding for finding in findings if finding.file in ours]
    new = _news(digests, told, clean)
    for finding in findings:
        name, slash, _stack = finding.file.partition("/")
        if slash and finding.tool == "parliament":
            new[name].setdefault(finding.tool, set()).add(finding.rule)
    seen = {
        name: {**proofs_against(mistaken), **{t: frozenset(said) for t, said in new[name].items()}}
        for name, mistaken in made.items()
    }
    return Judged(clean, seen, dict(_of_statements(own)), {d: told[d] for d in digests.values()})


def _news(
    digests: Mapping[str, str], told: Memory, clean: list[Finding]
) -> dict[str, dict[str, set[str]]]:
    """Return what tools say of each mistake, and not of the same resource without it."""
    known = {(f.tool, f.rule, f.file, f.resource) for f in clean}
    found: dict[str, dict[str, set[str]]] = {name: {} for name in MISTAKES}
    for place, digest in digests.items():
        name, _slash, stack = place.partition("/")
        for tool, rule, resource in told[digest]:
            if tool in TOOLS and (tool, rule, stack, resource) not in known:
                found[name].setdefault(tool, set()).add(rule)
    return found


def _changed_policies(own: Templates, made: Mapping[str, Templates]) -> dict[str, Any]:
    ours = _policies(own)
    return {
        f"{name}/{role}": policy
        for name, mistaken in made.items()
        for role, policy in _policies(mistaken).items()
        if policy != ours.get(role)
    }


def _of_statements(templates: Templates) -> Iterator[tuple[str, dict[str, Said]]]:
    for statement, deeds in statement_mistakes(templates).items():
        yield statement, {d: proofs_against(m.made(templates)) for d, m in deeds.items()}


def _policies(templates: Templates) -> dict[str, Any]:
    """Return what each role may do, by `stack.Role.policy`; nothing of what names nothing."""
    try:
        policies = identity_policies(wire("production", GIVEN, templates))
    except KeyError:
        return {}
    return {name.removeprefix("student-cloud-production-"): p for name, p in policies.items()}
