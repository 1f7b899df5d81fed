"""Tearing an environment down keeps its data unless that is asked for in so many words."""

import pytest

from infra_cfn.deploy import deploy
from infra_cfn.deploying.destroy import destroy
from infra_cfn.local.aws.ministack import Ministack
from infra_cfn.stack import DeployError, find_stack

STACKS = ("storage", "identity", "events")
WITHOUT_ARCHIVE = {"ArchiveDays": "0"}  # which the stand-in does not have


@pytest.fixture
def installed(ministack: Ministack) -> None:
    client = ministack.client("cloudformation")
    deploy(client, "development", stacks=STACKS, parameters=WITHOUT_ARCHIVE)


@pytest.mark.usefixtures("installed")
def test_what_holds_data_stays(ministack: Ministack) -> None:
    client = ministack.client("cloudformation")

    deleted = destroy(client, "development")

    assert deleted == ["student-cloud-development-events"]
    assert find_stack(client, "student-cloud-development-storage")
    assert destroy(client, "development") == []


@pytest.mark.usefixtures("installed")
def test_data_goes_when_that_is_said(ministack: Ministack) -> None:
    client = ministack.client("cloudformation")

    with pytest.raises(DeployError, match='say exactly "delete the data of development"'):
        destroy(client, "development", data="yes")
    deleted = destroy(client, "development", data="delete the data of development")

    assert deleted == [
        f"student-cloud-development-{name}" for name in ("events", "identity", "storage")
    ]
    assert destroy(client, "development") == []
