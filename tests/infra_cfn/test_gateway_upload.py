"""From the request for an import to its last row: one trace, over a real queue and worker."""

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from infra_cfn.deploy import Deployment
from infra_cfn.local.aws.ministack import Ministack
from infra_cfn.local.variables import api_variables, aws_variables, batch_variables
from schema.access.caller import Caller
from schema.access.roles import Role
from tests.conftest import Database
from tests.ec2_batch.worker_process import running_worker
from tests.factories import make_caller, make_org, word
from tests.infra_cfn.gateway_process import SETTINGS, Gateway, gateway
from tests.infra_cfn.upload_form import post_form
from tests.runtime.tokens import claims, jwks, token
from tests.xray_daemon import XRayDaemon, xray_daemon

CREATE = """
mutation { importCreate(input: { fileName: "students.csv" }) {
  userErrors { message } upload { url fields { name value } } } }
"""


@pytest.fixture(scope="module")
def daemon() -> Iterator[XRayDaemon]:
    with xray_daemon() as daemon:
        yield daemon


@pytest.fixture(scope="module")
def operator(database: Database) -> Caller:
    with database.owner_session() as session:
        return make_caller(session, Role.OPERATOR, org=make_org(session))


@pytest.fixture(scope="module")
def door(
    database: Database, daemon: XRayDaemon, ministack: Ministack, deployment: Deployment
) -> Iterator[Gateway]:
    api = api_variables(deployment.outputs, jwks(), database.api_url)
    traced = {"AWS_XRAY_DAEMON_ADDRESS": daemon.address}
    environment = api | SETTINGS | aws_variables(ministack.endpoint) | traced
    handler = "graphql_api.lambda_handler.handler"
    with gateway(handler=handler, environment=environment) as running:
        yield running


@pytest.fixture
def worker(
    database: Database,
    daemon: XRayDaemon,
    ministack: Ministack,
    deployment: Deployment,
    tmp_path: Path,
) -> Iterator[None]:
    batch = batch_variables(deployment.outputs, jwks(), database.batch_url)
    traced = {"AWS_XRAY_DAEMON_ADDRESS": daemon.address}
    environment = batch | aws_variables(ministack.endpoint) | traced
    with running_worker(environment, tmp_path / "worker.log"):
        yield


def order_import(door: Gateway, operator: Caller) -> Mapping[str, Any]:
    """Return where to upload a file, asked for by GraphQL."""
    now = int(time.time())
    who = {"sub": operator.subject, "cognito:groups": [operator.role.value]}
    sent = token(claims(**who, iat=now, exp=now + 60))
    headers = {"Authorization": f"Bearer {sent}", "Content-Type": "application/json"}
    answer = door.send("POST", "/graphql", json.dumps({"query": CREATE}), headers).json()
    payload: Mapping[str, Any] = answer["data"]["importCreate"]
    assert payload["userErrors"] == []
    upload: Mapping[str, Any] = payload["upload"]
    return upload


def test_an_upload_is_one_trace_from_the_request_to_the_rows(
    door: Gateway, daemon: XRayDaemon, operator: Caller, worker: None
) -> None:
    upload = order_import(door, operator)

    status = post_form(upload, f"student_number,given_name,family_name\n{word('S')},Noor,Quist\n")

    imported = daemon.find("import", seconds=120)
    daemon.check()
    statements = [
        s
        for s in daemon.trace(imported.trace_id)
        if s.name == "postgresql" and "import" in daemon.ancestors(s)
    ]
    assert status == 204
    assert daemon.ancestors(imported)[-2:] == ["local-graphql-api", "student-cloud/prod"]
    assert statements, "no statement of the worker is in the trace"
    assert {s.name for s in daemon.spans if s.trace_id == imported.trace_id} >= {
        "student-cloud/prod", "local-graphql-api", "graphql", "import", "postgresql",
    }  # fmt: skip
    assert "Quist" not in str([s.document for s in daemon.spans])
