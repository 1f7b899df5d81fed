"""The templates are sound before anything is deployed."""

import subprocess
import sys
from pathlib import Path

import pytest

from infra_cfn.deploy import STACKS
from infra_cfn.template import read_template, stamp_release
from schema.access.roles import Role

FOLDER = Path(__file__).parents[2] / "infra_cfn"
TEMPLATES = sorted(FOLDER.glob("*.yaml"))


def test_cloudformation_would_accept_every_template_without_a_warning() -> None:
    cfn_lint = Path(sys.executable).with_name("cfn-lint")

    lint = subprocess.run([cfn_lint, *TEMPLATES], capture_output=True, text=True)

    assert (lint.returncode, lint.stdout) == (0, "")


def test_every_template_is_deployed_and_every_stack_has_one() -> None:
    assert {path.stem for path in TEMPLATES} == {*STACKS, "account"}  # by a command of its own


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_explains_itself_and_can_be_read_at_one_sitting(path: Path) -> None:
    template = read_template(path.read_text())

    assert len(path.read_text().splitlines()) < 300
    assert template["Description"]
    for section in ("Parameters", "Outputs"):
        for name, declared in template.get(section, {}).items():
            assert declared.get("Description"), name


def test_every_role_has_a_group_in_the_user_pool() -> None:
    resources = read_template((FOLDER / "identity.yaml").read_text())["Resources"]

    groups = {
        resource["Properties"]["GroupName"]
        for resource in resources.values()
        if resource["Type"] == "AWS::Cognito::UserPoolGroup"
    }

    assert groups == {role.value for role in Role}


def test_only_who_explores_may_ask_by_get() -> None:
    template = read_template((FOLDER / "api.yaml").read_text())

    assert template["Parameters"]["ApiProfile"]["Default"] == "production"
    assert template["Conditions"]["Exploring"] == {"!Equals": [{"!Ref": "ApiProfile"}, "explorer"]}
    method = template["Resources"]["GraphqlGet"]
    assert (method["Condition"], method["Properties"]["HttpMethod"]) == ("Exploring", "GET")


def test_a_new_release_makes_a_version_and_a_deployment_of_its_own() -> None:
    body = (FOLDER / "api.yaml").read_text()

    first = stamp_release(body, {"CodeKey": "a.zip"})
    second = stamp_release(body, {"CodeKey": "b.zip"})

    assert first == stamp_release(body, {"CodeKey": "a.zip"})
    assert "PerRelease" not in first
    made = {name for name in read_template(first)["Resources"] if "Release" in name}
    assert len(made) == 2
    assert not made & set(read_template(second)["Resources"])
