"""Deploying into the stand-in: in order, again and again, with failures in sentences."""

import boto3
import pytest

from infra_cfn.deploy import Deployment, deploy
from infra_cfn.local.aws.ministack import Ministack
from infra_cfn.local.aws.stacks import LOCAL_PARAMETERS, LOCAL_STACKS
from infra_cfn.stack import Blueprint, DeployError, bring_up_to_date, find_stack, stack_outputs

BROKEN = """
Resources:
  Bus:
    Type: AWS::Events::EventBus
    Properties: { Name: student-cloud-local }  # which the events stack has already
"""
MENDED = BROKEN.replace("student-cloud-local", "mended")


def test_later_stacks_are_given_what_earlier_ones_made(
    ministack: Ministack, deployment: Deployment
) -> None:
    events = ministack.client("cloudformation").describe_stacks(
        StackName="student-cloud-local-events"
    )["Stacks"][0]

    given = {p["ParameterKey"]: p["ParameterValue"] for p in events["Parameters"]}

    assert given["UploadBucket"] == deployment.outputs["UploadBucket"]


def test_deploying_again_changes_nothing(ministack: Ministack, deployment: Deployment) -> None:
    again = deploy(
        ministack.client("cloudformation"),
        "local",
        stacks=LOCAL_STACKS,
        parameters=LOCAL_PARAMETERS,
    )

    assert again == Deployment(deployment.outputs, changed=False)


def test_one_stack_alone_finds_the_outputs_of_those_before_it(
    ministack: Ministack, deployment: Deployment
) -> None:
    told: list[str] = []

    deploy(
        ministack.client("cloudformation"),
        "local",
        stacks=["events"],
        parameters=LOCAL_PARAMETERS,
        tell=told.append,
    )

    assert told == ["Stack student-cloud-local-events had no changes."]


def test_a_parameter_without_a_value_is_named(ministack: Ministack) -> None:
    with pytest.raises(DeployError, match="development-events needs a value for UploadBucket"):
        deploy(ministack.client("cloudformation"), "development", stacks=["events"])


def test_a_value_out_of_bounds_is_refused_before_anything_is_changed(
    ministack: Ministack, deployment: Deployment
) -> None:
    with pytest.raises(DeployError, match=r"identity was refused: .*AccessTokenMinutes"):
        deploy(
            ministack.client("cloudformation"),
            "local",
            stacks=["identity"],
            parameters={**LOCAL_PARAMETERS, "AccessTokenMinutes": "2000"},
        )


def test_a_stack_whose_first_creation_failed_is_made_once_it_is_mended(
    ministack: Ministack, deployment: Deployment
) -> None:
    client = ministack.client("cloudformation")
    with pytest.raises(DeployError, match="broken ended as ROLLBACK_COMPLETE: Bus: "):
        bring_up_to_date(client, Blueprint("broken", BROKEN, {}, {}))

    news = bring_up_to_date(client, Blueprint("broken", MENDED, {}, {}))

    assert news
    assert stack_outputs(find_stack(client, "broken")) == {}


def test_the_local_stacks_are_never_made_in_a_real_account() -> None:
    on_aws = boto3.client("cloudformation", region_name="us-east-1")

    with pytest.raises(DeployError, match="belong into a stand-in"):
        deploy(on_aws, "local")
