"""Whether what was deployed answers is asked from outside."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from infra_cfn.deploying.smoke import PROBES, smoke_test
from infra_cfn.stack import DeployError


class Api(ThreadingHTTPServer):
    """What answers each probe with a status that a test may change."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.statuses = {(probe.method, probe.path): [probe.status] for probe in PROBES}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/prod"


class Answer(BaseHTTPRequestHandler):
    server: Api

    def answer(self) -> None:
        statuses = self.server.statuses[self.command, self.path.removeprefix("/prod")]
        status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_OPTIONS = answer

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def api() -> Iterator[Api]:
    with Api() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_what_answers_as_it_should_is_live(api: Api) -> None:
    smoke_test(api.url, pause=0)


def test_a_gateway_that_takes_a_while_is_waited_for(api: Api) -> None:
    api.statuses["OPTIONS", "/graphql"] = [403, 500, 204]

    smoke_test(api.url, pause=0)


def test_what_lets_strangers_in_is_not_live(api: Api) -> None:
    api.statuses["POST", "/graphql"] = [200]

    with pytest.raises(DeployError, match=r"POST /graphql says 200, not 401: look at the authori"):
        smoke_test(api.url, pause=0)


def test_a_database_that_is_away_is_named(api: Api) -> None:
    api.statuses["GET", "/health/ready"] = [503]

    with pytest.raises(DeployError, match=r"health/ready says 503.*service and database"):
        smoke_test(api.url, pause=0)


def test_an_address_where_nobody_is_is_a_sentence() -> None:
    with pytest.raises(DeployError, match="cannot be asked"):
        smoke_test("http://127.0.0.1:9/prod", pause=0)
