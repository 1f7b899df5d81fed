"""Traces through the local gateway: one tree from the stage to the statement."""

from collections.abc import Iterator

import pytest

from tests.infra_cfn.gateway_process import Gateway, echo_service, gateway
from tests.xray_daemon import XRayDaemon, xray_daemon

ROOT = "1-5759e988-bd862e3fe1be46a994272793"
STAGE = "student-cloud/prod"
FUNCTION = "local-graphql-api"


@pytest.fixture(scope="module")
def daemon() -> Iterator[XRayDaemon]:
    with xray_daemon() as daemon:
        yield daemon


@pytest.fixture(scope="module")
def door(daemon: XRayDaemon) -> Iterator[Gateway]:
    traced = {"AWS_XRAY_DAEMON_ADDRESS": daemon.address}
    with (
        echo_service() as flask_url,
        gateway(flask_url=flask_url, environment=traced, concurrency=1) as running,
    ):
        yield running


@pytest.fixture(autouse=True)
def nothing_yet(daemon: XRayDaemon) -> None:
    daemon.spans.clear()


def test_a_request_is_one_trace_from_the_stage_to_the_statement(
    daemon: XRayDaemon, door: Gateway
) -> None:
    answer = door.ask()

    statement = daemon.find("postgresql")
    stage = daemon.find(STAGE)
    daemon.check()
    assert daemon.ancestors(statement) == ["handler", FUNCTION, STAGE]
    assert stage.parent_id is None
    assert stage.document["origin"] == "AWS::ApiGateway::Stage"
    assert daemon.find(FUNCTION).document["origin"] == "AWS::Lambda::Function"
    assert stage.document["http"] == {"response": {"status": 200}}
    assert stage.start <= statement.start <= statement.end <= stage.end
    header = answer.json()["trace_header"]
    assert header == f"Root={stage.trace_id};Parent={statement.id};Sampled=1"
    assert answer.headers["x-amzn-trace-id"].startswith(f"Root={stage.trace_id};")


def test_each_invocation_has_its_own_parent_even_within_one_trace(
    daemon: XRayDaemon, door: Gateway
) -> None:
    for parent in ("00000000000000aa", "00000000000000bb"):
        header = {"X-Amzn-Trace-Id": f"Root={ROOT};Parent={parent};Sampled=1"}
        door.send("POST", "/graphql", "{}", headers=header)

    stages = daemon.find_all(STAGE, 2)
    functions = daemon.find_all(FUNCTION, 2)
    handlers = daemon.find_all("handler", 2)
    assert [s.parent_id for s in stages] == ["00000000000000aa", "00000000000000bb"]
    assert [f.parent_id for f in functions] == [s.id for s in stages]
    assert [h.parent_id for h in handlers] == [f.id for f in functions]
    assert {s.trace_id for s in daemon.spans} == {ROOT}


def test_a_client_can_ask_not_to_be_sampled(daemon: XRayDaemon, door: Gateway) -> None:
    header = {"X-Amzn-Trace-Id": f"Root={ROOT};Sampled=0"}

    answer = door.send("POST", "/graphql", "{}", headers=header)
    door.ask()

    daemon.find("handler")
    assert ROOT not in {s.trace_id for s in daemon.spans}
    assert answer.json()["trace_header"] == f"Root={ROOT};Sampled=0"


def test_the_service_is_below_the_stage(daemon: XRayDaemon, door: Gateway) -> None:
    told = door.send("GET", "/api").json()

    root, parent, sampled = told["headers"]["x-amzn-trace-id"].split(";")
    stage = daemon.find_id(parent.removeprefix("Parent="))
    assert (stage.name, root, sampled) == (STAGE, f"Root={stage.trace_id}", "Sampled=1")
    assert stage.document["http"] == {"response": {"status": 203}}


def test_a_function_error_is_a_fault(daemon: XRayDaemon, door: Gateway) -> None:
    door.ask("raise")

    assert daemon.find(FUNCTION).document["fault"] is True
    assert daemon.find(STAGE).document["fault"] is True


def test_init_belongs_to_no_request(daemon: XRayDaemon, door: Gateway) -> None:
    door.ask()

    daemon.find("handler")
    assert "during INIT" not in {s.name for s in daemon.spans}
