"""A host starts from user data and bundle alone, works, and hands over before it goes."""

import json
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from infra_cfn.bundle import bundle
from infra_cfn.deploy import Deployment, read_jwks
from infra_cfn.deploying.publish import publish
from infra_cfn.local.aws.ministack import AWS_ENVIRON, REGION, Ministack
from infra_cfn.local.processes.ports import free_port
from tests.conftest import Database
from tests.infra_cfn.host_root import Host, booted, obstacle
from tests.infra_cfn.test_package import HERE

pytestmark = pytest.mark.skipif(obstacle() is not None, reason=obstacle() or "")
UNITS = ("service", "worker", "handover")
PATIENCE = 60.0  # seconds


@pytest.fixture(scope="module")
def bucket(ministack: Ministack) -> str:
    ministack.client("s3").create_bucket(Bucket="code")
    return "code"


@pytest.fixture(scope="module")
def key(ministack: Ministack, bucket: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    package = tmp_path_factory.mktemp("bundle") / "batch.tar.gz"
    bundle(package, HERE, level=1)  # which is read once
    return publish(ministack.client("s3"), bucket, package)


@pytest.fixture(scope="module")
def values(ministack: Ministack, deployment: Deployment, bucket: str) -> Mapping[str, str]:
    """What CloudFormation would fill in."""
    jwks = read_jwks(ministack.client("cloudformation"), deployment.outputs)
    return {
        **deployment.outputs,
        "Environment": "local",
        "CodeBucket": bucket,
        "TokenJwks": jwks,
        "DatabaseHost": "unused",
        "DatabasePort": "5432",
        "LogLevel": "INFO",
        "Log": "/student-cloud/local/batch",
        "AWS::Region": REGION,
        "AWS::StackName": "student-cloud-local-batch",
    }


@pytest.fixture(scope="module")
def variables(ministack: Ministack, database: Database) -> Mapping[str, str]:
    """What is otherwise here: no IAM and no EC2."""
    return {
        **AWS_ENVIRON,
        "AWS_ENDPOINT_URL": ministack.endpoint,
        "AWS_XRAY_DAEMON_ADDRESS": f"127.0.0.1:{free_port()}",
        "DATABASE_URL": database.batch_url,
        "DATABASE_AUTH": "password",
        "SERVICE_ADDRESS": f"127.0.0.1:{free_port()}",
    }


@pytest.fixture(scope="module")
def host(
    tmp_path_factory: pytest.TempPathFactory,
    values: Mapping[str, str],
    variables: Mapping[str, str],
    key: str,
) -> Iterator[Host]:
    folder = tmp_path_factory.mktemp("host")
    with booted(folder, {**values, "BatchCodeKey": key}, variables) as started:
        yield started


def until(claim: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not claim() and time.monotonic() < deadline:
        time.sleep(0.2)
    return claim()


def test_a_host_says_that_it_is_up_once_it_answers(
    host: Host, variables: Mapping[str, str]
) -> None:
    signal = host.signalled()

    expected = "-e 0 --stack student-cloud-local-batch --resource Hosts --region us-east-1\n"
    assert signal == expected, host.said() + host.run("journalctl", "--no-pager", "--lines=60")
    with urllib.request.urlopen(f"http://{variables['SERVICE_ADDRESS']}/health/ready") as answer:
        assert json.load(answer) == {"status": "ok", "database": "ok"}


def test_its_programs_run_as_who_may_do_little(host: Host) -> None:
    host.signalled()

    units = [f"student-cloud-{unit}" for unit in UNITS]
    active = host.run("systemctl", "is-active", *units, "amazon-cloudwatch-agent")
    users = host.run("systemctl", "show", "--property=User", "--value", *units)

    assert active.split() == ["active"] * 4, host.run("journalctl", "--no-pager", "--lines=50")
    assert users.split() == ["student-cloud", "student-cloud"]  # and root, for handover
    assert host.run("systemctl", "is-enabled", *units).split() == ["enabled"] * 3


def test_its_pages_and_its_worker_are_there(host: Host, variables: Mapping[str, str]) -> None:
    host.signalled()

    page = urllib.request.urlopen(f"http://{variables['SERVICE_ADDRESS']}/graphiql").read()

    assert b"<html" in page
    log = "/var/log/student-cloud/worker.log"
    assert until(lambda: "worker started" in host.run("cat", log)), host.run("cat", log)


def test_a_host_that_is_to_go_hands_over_first(host: Host) -> None:
    host.signalled()

    host.metadata.state = "Terminated"

    assert until(lambda: bool(host.metadata.called))
    [called] = host.metadata.called
    assert "complete-lifecycle-action --auto-scaling-group-name student-cloud-local-batch" in called
    assert "--lifecycle-hook-name handover --instance-id i-0f" in called
    assert host.run("systemctl", "is-active", "student-cloud-worker") == "inactive"
    assert "worker stopped" in host.run("cat", "/var/log/student-cloud/worker.log")


def test_a_package_that_is_not_what_its_name_says_is_not_installed(
    tmp_path: Path,
    ministack: Ministack,
    values: Mapping[str, str],
    variables: Mapping[str, str],
    bucket: str,
) -> None:
    forged = f"batch/{'0' * 64}.tar.gz"
    ministack.client("s3").put_object(Bucket=bucket, Key=forged, Body=b"something else")

    with booted(tmp_path, {**values, "BatchCodeKey": forged}, variables) as host:
        signal = host.signalled()

        assert signal.startswith("-e 1 "), signal
        assert "No such file" in host.run("ls", "/opt/student-cloud")
