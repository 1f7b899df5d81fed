"""Releases, one after the other and back again, in the stand-in: what answers, and what is kept."""

import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from infra_cfn.api_address import api_address
from infra_cfn.deploy import stack_name
from infra_cfn.deploying.changes import Change
from infra_cfn.deploying.edges import Edges
from infra_cfn.deploying.release import go_back, release
from infra_cfn.local.aws import ministack as local_aws
from infra_cfn.local.aws.ministack import Ministack
from infra_cfn.local.aws.release import IMAGE, publish_image
from infra_cfn.local.aws.stacks import LOCAL_PARAMETERS, VPC_PARAMETERS
from infra_cfn.stack import DeployError, find_stack, stack_outputs
from tests.infra_cfn.tiny_release import tiny

GIVEN = {**LOCAL_PARAMETERS, **VPC_PARAMETERS, "ImageId": IMAGE}


class Ready(BaseHTTPRequestHandler):
    """The service, of which a release only asks whether it is ready."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Ready) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory, service: str) -> Iterator[Ministack]:
    directory = tmp_path_factory.mktemp("aws")
    started = local_aws.start(directory / "state", directory / "ministack.log")
    try:
        local_aws.await_ready(started)
        publish_image(started)
        started.here.write({}, service)
        yield started
    finally:
        started.stop()


@pytest.fixture(scope="module")
def edges(stand_in: Ministack) -> Edges:
    formation, s3, functions, ec2 = map(stand_in.client, ("cloudformation", "s3", "lambda", "ec2"))
    return Edges(formation, s3, functions, ec2, tell=lambda _: None, agree=lambda *_: None)


@pytest.fixture(scope="module")
def live(edges: Edges, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two releases, of which the second is live; each test leaves it so."""
    folder = tmp_path_factory.mktemp("live")
    release(edges, "local", GIVEN, tiny(folder, "first"))
    release(edges, "local", GIVEN, tiny(folder, "second"))
    return "second"


def answering(edges: Edges) -> str | None:
    """Return which release the gateway passes a request on to."""
    outputs = stack_outputs(find_stack(edges.formation, stack_name("local", "api")))
    address = f"{api_address(edges.formation.meta.endpoint_url, outputs)}/graphql"
    request = urllib.request.Request(address, method="OPTIONS")  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        name: str | None = answer.headers["X-Release"]
    return name


def version(edges: Edges) -> str:
    """Return the version that the alias `live` leads to."""
    name = "student-cloud-local-graphql-api"
    return edges.functions.get_alias(FunctionName=name, Name="live")["FunctionVersion"]


def bundle(edges: Edges) -> str:
    """Return the bundle that hosts would be installed from."""
    found = find_stack(edges.formation, stack_name("local", "batch"))
    assert found
    given = {p["ParameterKey"]: p["ParameterValue"] for p in found["Parameters"]}
    return given["BatchCodeKey"]


def test_a_changed_release_takes_over_and_the_one_before_comes_back(
    edges: Edges, live: str, tmp_path: Path
) -> None:
    before, of_live = bundle(edges), version(edges)

    release(edges, "local", GIVEN, tiny(tmp_path, "third"))
    changed, of_changed = answering(edges), version(edges)
    earlier = go_back(edges, "local", GIVEN)

    assert (changed, answering(edges)) == ("third", live)
    assert len({of_live, of_changed, version(edges)}) == 3  # a version is published once
    assert bundle(edges) == before == earlier.batch_code_key


def test_a_release_whose_migration_fails_changes_nothing_that_runs(
    edges: Edges, live: str, tmp_path: Path
) -> None:
    before = version(edges), bundle(edges)

    with pytest.raises(DeployError, match=r"migration failed\. A table was in use"):
        release(edges, "local", GIVEN, tiny(tmp_path, "third", migrates=False))

    assert answering(edges) == live
    assert (version(edges), bundle(edges)) == before


def test_a_release_that_got_stuck_is_gone_back_from_to_what_was_live(
    edges: Edges, live: str, tmp_path: Path
) -> None:
    before = bundle(edges)

    def refuse_function(stack: str, _: Sequence[Change]) -> str | None:
        return "nobody agreed" if stack.endswith("-api") else None

    with pytest.raises(DeployError, match="local-api stays as it is: nobody agreed"):
        release(replace(edges, agree=refuse_function), "local", GIVEN, tiny(tmp_path, "third"))
    stuck = bundle(edges)
    go_back(edges, "local", GIVEN)

    assert stuck != before
    assert (answering(edges), bundle(edges)) == (live, before)


def test_a_change_of_the_gateway_alone_is_a_release_too(
    edges: Edges, live: str, tmp_path: Path
) -> None:
    before = version(edges)

    release(edges, "local", {**GIVEN, "RequestsPerSecond": "100"}, tiny(tmp_path, live))

    assert answering(edges) == live
    assert version(edges) != before  # AWS publishes none of a function that has not changed
