"""The tools find nothing in our templates, but what is listed here with its reason."""

from collections import Counter
from pathlib import Path

import pytest

from infra_cfn.deploy import TEMPLATES
from infra_cfn.template import read_template
from infra_cfn.wiring.wire import wire
from tests.infra_cfn.gates.mistake import Mistake
from tests.infra_cfn.gates.policies import identity_policies
from tests.infra_cfn.gates.tool_mistakes import BAD_POLICIES, TOOL_MISTAKES
from tests.infra_cfn.gates.tools import Finding, examined

# What a tool is wrong about, where it cannot be told so in the template.
ALLOWED = {
    # The parameter switches a way to sign in on or off; it is none of anybody's passwords.
    ("validate", "W2509", "identity"),
    # The parameter is the name of a secret, which is none.
    ("validate", "W2509", "migration"),
    # How an alias is moved stands in an UpdatePolicy, which the tool does not read.
    ("validate", "W2001", "api"),
    # What may not be there is named within Fn::If of the very condition, which it does not follow.
    ("validate", "W1001", "data"),
    # A tag of the caller's stands for the folder, which the tool does not take for a path.
    ("parliament", "RESOURCE_MISMATCH", "student-cloud-production-storage"),
}
# Checks that checkov is told to leave out, each with its reason in the resource's Metadata.
SKIPPED = {
    "CKV_AWS_158": 7,  # logs by a key of ours
    "CKV_AWS_27": 4,  # queues by a key of ours
    "CKV_AWS_59": 2,  # methods whose tokens the service verifies
    "CKV_AWS_116": 2,  # a dead-letter queue for functions that somebody waits for
    "CKV_AWS_173": 2,  # variables by a key of ours
    "CKV_AWS_18": 2,  # a log of the log, and of releases
    "CKV_AWS_23": 1,  # a description within Fn::If
    "CKV_AWS_157": 1,  # a standby by parameter
    "CKV_AWS_2": 1,  # HTTPS by parameter
    "CKV_AWS_103": 1,  # its version, too
    "CKV_AWS_120": 1,  # a cache at the gateway
}


MISTAKEN = {mistake.name for mistake, _ in TOOL_MISTAKES} | set(BAD_POLICIES)


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    templates = {path.stem: read_template(path.read_text()) for path in TEMPLATES.glob("*.yaml")}
    secret = {"MasterSecretArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:master-a1"}
    policies = identity_policies(wire("production", secret))
    # The mistaken ones go along: most of the time is the tools' own start.
    given = dict(templates)
    for mistake, _ in TOOL_MISTAKES:
        mistaken = mistake.made(templates)
        (stack,) = (name for name in templates if mistaken[name] != templates[name])
        given[mistake.name] = mistaken[stack]
    for name, (action, resource) in BAD_POLICIES.items():
        statement = {"Sid": "Bad", "Effect": "Allow", "Action": action, "Resource": resource}
        policies[name] = {"Version": "2012-10-17", "Statement": [statement]}
    return examined(given, policies, tmp_path_factory.mktemp("templates"))


def test_no_tool_finds_anything_but_what_is_listed(findings: list[Finding]) -> None:
    ours = [f for f in findings if f.file not in MISTAKEN and f.tool != "skipped"]

    found = {(f.tool, f.rule, f.file) for f in ours}

    assert found == ALLOWED


def test_what_checkov_leaves_out_is_counted(findings: list[Finding]) -> None:
    ours = [f for f in findings if f.file not in MISTAKEN and f.tool == "skipped"]

    skipped = Counter(finding.rule for finding in ours)

    assert skipped == SKIPPED


@pytest.mark.parametrize(
    ("mistake", "tool"), TOOL_MISTAKES, ids=lambda given: getattr(given, "name", given)
)
def test_a_mistake_is_seen_by_a_tool(findings: list[Finding], mistake: Mistake, tool: str) -> None:
    known = {(f.rule, f.resource) for f in findings if f.file not in MISTAKEN}

    new = {f.tool for f in findings if f.file == mistake.name and (f.rule, f.resource) not in known}

    assert tool in new


@pytest.mark.parametrize("name", BAD_POLICIES)
def test_a_bad_policy_is_seen(findings: list[Finding], name: str) -> None:
    assert "parliament" in {finding.tool for finding in findings if finding.file == name}


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.yaml")), ids=lambda path: path.stem)
def test_what_checkov_leaves_out_has_a_reason(path: Path) -> None:
    for name, resource in read_template(path.read_text())["Resources"].items():
        if name.startswith("Fn::ForEach"):
            continue
        for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", []):
            assert len(skip["comment"].split()) >= 2, name
