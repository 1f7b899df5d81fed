"""Opening a page of this machine signs a demo user in, and nothing else gives a token."""

from collections.abc import Iterator

import pytest

from tests.infra_cfn import gateway_process
from tests.infra_cfn.gateway_process import Gateway, echo_service, gateway


@pytest.fixture(scope="module", params=["gateway of our own", "door to the stand-in's"])
def door(request: pytest.FixtureRequest) -> Iterator[Gateway]:
    with echo_service() as url:
        own = request.param == "gateway of our own"
        with gateway(flask_url=url) if own else gateway_process.door(url) as running:
            yield running


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/graphiql", "/graphiql?as=admin#token=token-of+admin"),
        ("/console", "/console?as=operator#token=token-of+operator"),
        ("/prod/console/", "/prod/console/?as=operator#token=token-of+operator"),
        ("/graphiql?role=teacher", "/graphiql?as=teacher#token=token-of+teacher"),
        ("/graphiql?role=root", "/graphiql?as=admin#token=token-of+admin"),
        (
            "/console?import=import_job_7&role=admin",
            "/console?as=admin&import=import_job_7#token=token-of+admin",
        ),
    ],
)
def test_opening_a_page_signs_in(door: Gateway, target: str, location: str) -> None:
    answer = door.send("GET", target)

    assert (answer.status, answer.headers["location"]) == (302, location)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "target", "host"),
    [
        ("GET", "/graphiql?as=admin", "127.0.0.1"),
        ("POST", "/console", "127.0.0.1"),
        ("GET", "/graphiql/app.js", "127.0.0.1"),
        ("GET", "/graphiql", "student-cloud.example.org"),
        ("GET", "/graphiql", "127.0.0.1.example.org:8000"),
        ("GET", "/graphiql", "example.org@127.0.0.1:x"),
        ("GET", "/graphiql", ""),
        ("GET", "/", "127.0.0.1"),
    ],
)
def test_nothing_else_gives_a_token(door: Gateway, method: str, target: str, host: str) -> None:
    answer = door.send(method, target, headers={"Host": host})

    assert answer.status == 203
