"""A MiniStack of this test run's own, with the stacks that `make up` deploys."""

from collections.abc import Iterator

import pytest

from infra_cfn.deploy import Deployment, deploy
from infra_cfn.local.aws import ministack as local_aws
from infra_cfn.local.aws.ministack import Ministack
from infra_cfn.local.aws.stacks import LOCAL_PARAMETERS, LOCAL_STACKS


@pytest.fixture(scope="session")
def ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ministack]:
    directory = tmp_path_factory.mktemp("aws")
    started = local_aws.start(directory / "state", directory / "ministack.log")
    try:
        local_aws.await_ready(started)
        yield started
    finally:
        started.stop()


@pytest.fixture(scope="session")
def deployment(ministack: Ministack) -> Deployment:
    return deploy(
        ministack.client("cloudformation"),
        "local",
        stacks=LOCAL_STACKS,
        parameters=LOCAL_PARAMETERS,
    )
