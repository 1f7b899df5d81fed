"""What MiniStack lacks is declared, no more and no less, and all of our stacks stand in it."""

import io
import json
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra_cfn.deploy import STACKS, TEMPLATES, deploy
from infra_cfn.local.aws import ministack as local_aws
from infra_cfn.local.aws.ministack import PYTHON, Ministack
from infra_cfn.local.aws.release import IMAGE, publish_image
from infra_cfn.local.aws.stacks import LOCAL_PARAMETERS, VPC_PARAMETERS
from infra_cfn.local.stand_in.missing_types import MISSING_ATTRIBUTES, MISSING_TYPES
from infra_cfn.template import read_template

ASK_TYPES = (
    "import json; from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS;"
    "print(json.dumps(sorted(_RESOURCE_HANDLERS)))"
)


@pytest.fixture(scope="module")
def known_types() -> set[str]:
    """The types that MiniStack knows as it comes, without what we add."""
    asked = subprocess.run([PYTHON, "-c", ASK_TYPES], capture_output=True, text=True, check=True)
    return set(json.loads(asked.stdout))


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ministack]:
    directory = tmp_path_factory.mktemp("aws")
    started = local_aws.start(directory / "state", directory / "ministack.log")
    try:
        local_aws.await_ready(started)
        yield started
    finally:
        started.stop()


def types_in(stack: str) -> set[str]:
    """Return the types of a template's resources, those of Fn::ForEach too."""
    found: set[str] = set()

    def look(node: object) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("Type"), str) and node["Type"].startswith("AWS::"):
                found.add(node["Type"])
            node = list(node.values())
        if isinstance(node, list):
            for each in node:
                look(each)

    look(read_template((TEMPLATES / f"{stack}.yaml").read_text())["Resources"])
    return found


@pytest.mark.parametrize("stack", STACKS)
def test_a_type_that_the_stand_in_lacks_is_declared(stack: str, known_types: set[str]) -> None:
    assert types_in(stack) - known_types <= set(MISSING_TYPES)


def test_a_type_that_the_stand_in_has_learnt_is_declared_no_more(known_types: set[str]) -> None:
    assert set(MISSING_TYPES) & known_types == set()


def test_each_lack_says_what_is_not_had_for_want_of_it() -> None:
    reasons = [missing.reason for missing in MISSING_TYPES.values()]
    reasons += [reason for lacks in MISSING_ATTRIBUTES.values() for reason in lacks.values()]

    assert all(reason.endswith(".") and len(reason) > 10 for reason in reasons)


def test_all_stacks_are_deployed_and_who_may_speak_to_whom_is_seen(stand_in: Ministack) -> None:
    publish_image(stand_in)
    s3 = stand_in.client("s3")
    s3.create_bucket(Bucket="code")
    s3.put_object(Bucket="code", Key="function.zip", Body=empty_function())
    code = {"CodeBucket": "code", "CodeKey": "function.zip", "BatchCodeKey": "batch.tar.gz"}

    done = deploy(
        stand_in.client("cloudformation"),
        "local",
        parameters={**LOCAL_PARAMETERS, **VPC_PARAMETERS, **code, "ImageId": IMAGE},
    )

    groups = stand_in.client("ec2").describe_security_groups(
        GroupIds=[done.outputs["DatabaseGroupId"]]
    )["SecurityGroups"]
    heard = {
        pair["GroupId"] for rule in groups[0]["IpPermissions"] for pair in rule["UserIdGroupPairs"]
    }
    assert heard == {done.outputs["FunctionGroupId"], done.outputs["HostGroupId"]}


def test_another_version_of_the_stand_in_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "ministack-9.9.9.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: ministack\nVersion: 9.9.9\n")

    words = [PYTHON, "-m", "infra_cfn.local.stand_in", "here.json"]
    started = subprocess.run(
        words,
        cwd=TEMPLATES.parent,
        env={"PYTHONPATH": str(tmp_path), "GATEWAY_PORT": "1", "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert started.returncode == 1
    assert "is written for MiniStack 1.5.33, not 9.9.9." in started.stderr


def empty_function() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("graphql_api/lambda_handler.py", "def handler(event, context): ...\n")
    return written.getvalue()
