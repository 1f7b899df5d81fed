"""A host at work is not scaled in."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event as Signal
from threading import Thread
from urllib.parse import parse_qs

import boto3
import pytest

from ec2_batch.protection import Protection
from infra_cfn.local.aws.ministack import REGION

GROUP = "student-cloud-local-batch"  # by its name alone a policy lets a host do it
ANSWER = (
    b'<SetInstanceProtectionResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">'
    b"<SetInstanceProtectionResult/></SetInstanceProtectionResponse>"
)


class AutoScaling(ThreadingHTTPServer):
    """Hears what is asked of Auto Scaling, which the stand-in cannot do."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, str]] = []
        self.away = False

    def protection(self, busy: Signal) -> Protection:
        client = boto3.client(
            "autoscaling",
            region_name=REGION,
            endpoint_url=f"http://127.0.0.1:{self.server_port}",
            aws_access_key_id="of-the-test",
            aws_secret_access_key="of-the-test",  # noqa: S106
        )
        return Protection(client, GROUP, "i-0f", busy)


class Handler(BaseHTTPRequestHandler):
    server: AutoScaling

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if not self.server.away:
            self.server.asked.append({name: found[0] for name, found in parse_qs(body).items()})
        self.send_response(400 if self.server.away else 200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def autoscaling() -> Iterator[AutoScaling]:
    with AutoScaling() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def protected(autoscaling: AutoScaling) -> list[str]:
    return [asked["ProtectedFromScaleIn"] for asked in autoscaling.asked]


def test_a_host_is_protected_while_its_worker_works_and_not_longer(
    autoscaling: AutoScaling,
) -> None:
    busy = Signal()
    host = autoscaling.protection(busy)

    for at_work in (False, True, True, True, False, False):
        busy.set() if at_work else busy.clear()
        host.follow()

    assert protected(autoscaling) == ["false", "true", "false"]
    first = autoscaling.asked[0]
    assert (first["AutoScalingGroupName"], first["InstanceIds.member.1"]) == (GROUP, "i-0f")


def test_what_could_not_be_told_is_told_with_the_next_look(autoscaling: AutoScaling) -> None:
    busy = Signal()
    busy.set()
    host = autoscaling.protection(busy)
    autoscaling.away = True
    with pytest.raises(Exception, match="SetInstanceProtection"):
        host.follow()

    autoscaling.away = False
    host.follow()

    assert protected(autoscaling) == ["true"]
