"""A new version of the function proves itself on a share of the requests, or is taken back."""

from pathlib import Path
from typing import Any

from infra_cfn.deploy import STACKS
from infra_cfn.deploying.release import PROGRAMS
from infra_cfn.template import read_template

FOLDER = Path(__file__).parents[2] / "infra_cfn"


def resources(name: str) -> dict[str, Any]:
    found: dict[str, Any] = read_template((FOLDER / f"{name}.yaml").read_text())["Resources"]
    return found


def test_the_live_alias_is_moved_by_the_canary_and_by_nothing_else() -> None:
    alias = resources("api")["LiveAlias"]

    condition, by_canary, otherwise = alias["UpdatePolicy"]["!If"]

    assert (condition, otherwise) == ("Canary", {"!Ref": "AWS::NoValue"})
    assert by_canary["CodeDeployLambdaAliasUpdate"] == {
        "ApplicationName": {"!Ref": "CanaryApplication"},
        "DeploymentGroupName": {"!Ref": "CanaryGroup"},
    }
    assert alias["Properties"]["FunctionVersion"] == {
        "!GetAtt": "FunctionVersionPerRelease.Version"
    }


def test_the_canary_hears_an_alarm_of_that_very_alias() -> None:
    group = resources("canary")["Group"]["Properties"]
    alarm = resources("canary")["FunctionFails"]["Properties"]
    function = resources("api")["Function"]["Properties"]["FunctionName"]["!Sub"]

    watched = {dimension["Name"]: dimension["Value"]["!Sub"] for dimension in alarm["Dimensions"]}

    assert watched == {"FunctionName": function, "Resource": f"{function}:live"}
    assert group["AlarmConfiguration"] == {
        "Enabled": True,
        "Alarms": [{"Name": {"!Ref": "FunctionFails"}}],
    }
    assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]


def test_programs_come_after_the_migration_and_the_canary_before_the_function() -> None:
    assert STACKS.index("migration") < STACKS.index("batch")
    assert PROGRAMS[:3] == ("batch", "canary", "api")
