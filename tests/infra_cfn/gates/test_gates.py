"""Every mistake is seen by a gate, and our own templates by none but for what is listed here."""

from collections import Counter
from pathlib import Path

import pytest

from infra_cfn.deploy import TEMPLATES
from infra_cfn.template import read_template
from tests.infra_cfn.controls.estate import CONTROLS, read_all
from tests.infra_cfn.gates.judged import Judged, judged
from tests.infra_cfn.gates.memory import recall
from tests.infra_cfn.gates.mistake import Mistake
from tests.infra_cfn.gates.mistakes import BY_AREA, MISTAKES
from tests.infra_cfn.gates.mistakes_access import ACCESS
from tests.infra_cfn.gates.mistakes_data import DATA
from tests.infra_cfn.gates.mistakes_programs import PROGRAMS
from tests.infra_cfn.gates.page import PAGE, page
from tests.infra_cfn.gates.proofs import CONTROL, PRIVILEGE
from tests.infra_cfn.gates.statements import REMOVED, statement_mistakes
from tests.infra_cfn.gates.tool_mistakes import TOOL_MISTAKES
from tests.least_privilege.policies import granted

LEAST = 60
STATEMENTS = statement_mistakes(read_all())
# What a tool is wrong about, where it cannot be told so in the template.
ALLOWED = {
    # The parameter switches a way to sign in on or off; it is none of anybody's passwords.
    ("cloudformation-validate", "W2509", "identity"),
    # The parameter is the name of a secret, which is none.
    ("cloudformation-validate", "W2509", "migration"),
    # How an alias is moved stands in an UpdatePolicy, which the tool does not read.
    ("cloudformation-validate", "W2001", "api"),
    # What may not be there is named within Fn::If of the very condition, which it does not follow.
    ("cloudformation-validate", "W1001", "data"),
    # A tag of the caller's stands for the folder, which the tool does not take for a path.
    ("parliament", "RESOURCE_MISMATCH", "storage"),
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


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return judged(tmp_path_factory.mktemp("templates"), recall())


def test_no_tool_finds_anything_but_what_is_listed(found: Judged) -> None:
    said = {(f.tool, f.rule, f.file) for f in found.findings if f.tool != "skipped"}

    assert said == ALLOWED


def test_what_checkov_leaves_out_is_counted(found: Judged) -> None:
    skipped = Counter(finding.rule for finding in found.findings if finding.tool == "skipped")

    assert skipped == SKIPPED


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_seen_by_a_gate(found: Judged, name: str) -> None:
    assert found.seen[name]


@pytest.mark.parametrize("mistakes", [DATA, PROGRAMS, ACCESS], ids=["data", "programs", "access"])
def test_a_mistake_that_no_tool_need_see_is_seen_by_a_control(
    found: Judged, mistakes: list[Mistake]
) -> None:
    assert [m.name for m in mistakes if CONTROL not in found.seen[m.name]] == []


def test_every_control_sees_a_mistake(found: Judged) -> None:
    seeing = {name for said in found.seen.values() for name in said.get(CONTROL, ())}

    assert {control.name for control in CONTROLS} - seeing == set()


@pytest.mark.parametrize(
    ("mistake", "tool"), TOOL_MISTAKES, ids=lambda given: getattr(given, "name", given)
)
def test_a_mistake_is_seen_by_its_tool(found: Judged, mistake: Mistake, tool: str) -> None:
    assert tool in found.seen[mistake.name]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_is_missed_and_cannot_be_widened_unseen(found: Judged, statement: str) -> None:
    said = found.statements[statement]

    assert PRIVILEGE in said[REMOVED]
    assert [deed for deed, gates in said.items() if not gates] == []


def test_every_statement_of_every_role_is_looked_at() -> None:
    granted_to = {f"{role} {s['Sid']}" for role, given in granted().roles.items() for s in given}

    assert granted_to == set(STATEMENTS)


def test_no_two_mistakes_have_one_name() -> None:
    assert len(MISTAKES) == sum(map(len, BY_AREA.values()))


def test_there_are_enough_mistakes_to_believe_in_the_gates() -> None:
    assert len(MISTAKES) >= LEAST


def test_what_is_kept_of_the_tools_is_what_they_say_of_these_mistakes(found: Judged) -> None:
    assert found.memory == recall(), "Something has changed: `make gates`."


def test_the_page_of_mistakes_tells_what_the_gates_say(found: Judged) -> None:
    assert PAGE.read_text() == page(found), "Something has changed: `make gates`."


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.yaml")), ids=lambda path: path.stem)
def test_what_checkov_leaves_out_has_a_reason(path: Path) -> None:
    for name, resource in read_template(path.read_text())["Resources"].items():
        if name.startswith("Fn::ForEach"):
            continue
        for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", []):
            assert len(skip["comment"].split()) >= 2, name
