"""All stacks in a guarded stand-in, with a database behind them, and sessions of their roles."""

import io
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra_cfn.api_address import api_address
from infra_cfn.deploy import deploy, stack_name
from infra_cfn.local.aws import ministack
from infra_cfn.local.aws.guard import Guard
from infra_cfn.local.aws.ministack import REGION, Ministack
from infra_cfn.local.aws.release import BUCKET, IMAGE, publish_image, sources
from infra_cfn.local.aws.stacks import LOCAL_PARAMETERS, VPC_PARAMETERS
from infra_cfn.local.processes.ports import free_port
from infra_cfn.local.processes.readiness import await_answer
from infra_cfn.package import PROJECT
from tests.conftest import Database
from tests.runtime.certificate import Authority

PARAMETERS = {**LOCAL_PARAMETERS, **VPC_PARAMETERS}
PACKAGES = Path(boto3.__file__).parents[1]
TAG = "student-cloud-inbox"
SESSION = "least-privilege"
NOBODY = "http://127.0.0.1:9"  # the service, which is not asked for anything here


@dataclass(frozen=True)
class Guarded:
    """A running one, and what was deployed into it."""

    aws: Ministack
    guard: Guard
    outputs: dict[str, str]
    _sessions: dict[str, boto3.Session] = field(default_factory=dict)
    _clients: dict[tuple[str, str, bool], Any] = field(default_factory=dict)

    def client(self, service: str, role: str, *, plain: bool = False) -> Any:
        """Return a client with a session of a role, which is as in the matrix."""
        key = (service, role, plain)
        if role not in self._sessions:
            self._sessions[role] = self._take(role)
        if key not in self._clients:
            self._clients[key] = self._sessions[role].client(
                service,
                endpoint_url=self.guard.plain_endpoint if plain else self.aws.endpoint,
                verify=str(self.guard.authority),
            )
        return self._clients[key]

    @property
    def host_variables(self) -> dict[str, str]:
        """Return what a host's SDK is told: no keys, for it asks the metadata service."""
        return {
            "AWS_ENDPOINT_URL": self.aws.endpoint,
            "AWS_CA_BUNDLE": str(self.guard.authority),
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": self.guard.plain_endpoint,
            "AWS_METADATA_SERVICE_TIMEOUT": "30",  # seconds; a busy machine may take its time
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,  # and nobody's real ones are found
            "AWS_CONFIG_FILE": os.devnull,
        }

    def role_name(self, role: str) -> str:
        """Return what a role of the matrix is called here."""
        stack, _, logical_id = role.partition(".")
        found = self.aws.client("cloudformation").describe_stack_resource(
            StackName=stack_name("local", stack), LogicalResourceId=logical_id
        )
        name: str = found["StackResourceDetail"]["PhysicalResourceId"]
        return name

    def _take(self, role: str) -> boto3.Session:
        sts, account = self.aws.client("sts"), self.outputs["JobQueueArn"].split(":")[4]
        name = role if role.startswith("drops-") else self.role_name(role)
        # The account's own user may not on AWS: missing_evaluations.py says so.
        taken = sts.assume_role(
            RoleArn=f"arn:aws:iam::{account}:role/{name}", RoleSessionName=SESSION
        )["Credentials"]
        return boto3.Session(
            aws_access_key_id=taken["AccessKeyId"],
            aws_secret_access_key=taken["SecretAccessKey"],
            aws_session_token=taken["SessionToken"],
            region_name=REGION,
        )


@contextmanager
def guarded_stand_in(folder: Path, database: Database) -> Iterator[Guarded]:
    """Start one, deploy everything into it, and end it."""
    guard = _make_guard(folder)
    started = ministack.start(folder / "state", folder / "ministack.log", guard)
    try:
        with pytest.MonkeyPatch.context() as patch:
            # What deploys and what uploads a form trust as curl would.
            patch.setenv("SSL_CERT_FILE", str(guard.authority))
            ministack.await_ready(started)
            outputs = _deploy(started, database)
            yield Guarded(started, guard, outputs)
    finally:
        # What it holds is thrown away. Asked to end, it would wait for clients to hang up.
        started.child.process.kill()
        started.child.see_out()


def _make_guard(folder: Path) -> Guard:
    authority = Authority("of this test")
    certificate, key = authority.sign_for("127.0.0.1")
    kept = {"server.crt": certificate, "server.key": key, "authority.crt": authority.certificate}
    for name, content in kept.items():
        (folder / name).write_bytes(content)
    return Guard(*(folder / name for name in kept), plain_port=free_port())


def _deploy(aws: Ministack, database: Database) -> dict[str, str]:
    formation, told = aws.client("cloudformation"), {"DATABASE_AUTH": "password"}
    outputs = deploy(formation, "local", parameters={**PARAMETERS, **_publish(aws)}).outputs
    told |= {"DATABASE_URL": database.api_url, "PYTHONPATH": str(PACKAGES)}
    aws.here.write({outputs["FunctionName"]: told}, NOBODY)
    # Started when it is first called, which on a busy machine may take longer than a call may.
    graphql = f"{api_address(aws.endpoint, outputs)}/graphql"
    await_answer(aws.child, graphql, method="OPTIONS", patience=180.0)
    _make_droppers(aws, outputs)
    aws.client("s3").create_bucket(Bucket="somebody-elses")  # or it is denied to be there
    return outputs


def _publish(aws: Ministack) -> dict[str, str]:
    """Upload a zip of our own sources alone: packages are this environment's, which is quicker.

    That the whole zip has all that it needs is for test_through_gateway.py to show.
    """
    written, s3 = io.BytesIO(), aws.client("s3")
    with zipfile.ZipFile(written, "w") as archive:
        for path in sources():
            archive.write(path, path.relative_to(PROJECT))
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key="sources.zip", Body=written.getvalue())
    publish_image(aws)
    code = {"CodeBucket": BUCKET, "CodeKey": "sources.zip", "BatchCodeKey": "batch.tar.gz"}
    return {**code, "ImageId": IMAGE}


def _make_droppers(aws: Ministack, outputs: dict[str, str]) -> None:
    """Make roles of systems that drop files: one with a folder, and one without."""
    iam = aws.client("iam")
    trusting = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [trusting]})
    for name, tags in (("drops-a", [{"Key": TAG, "Value": "a"}]), ("drops-nowhere", [])):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust, Tags=tags)
        iam.attach_role_policy(RoleName=name, PolicyArn=outputs["InboxWriterPolicy"])
