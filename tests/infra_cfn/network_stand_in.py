"""A stand-in for AWS that knows networks: moto, in a process of its own."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import boto3

from infra_cfn.local.processes.ports import free_port
from infra_cfn.wiring.resource import REGION

START_WITHIN = 60.0  # seconds; on a busy machine
KEYS = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_DEFAULT_REGION": REGION,
}


class NetworkStandIn:
    """Where it answers, and clients of it."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._session = boto3.Session("local", "local", region_name=REGION)
        self.client = cache(self._client)

    def _client(self, service: str) -> Any:
        return self._session.client(service, endpoint_url=self.endpoint)  # type: ignore[call-overload]

    def forget(self) -> None:
        """Begin anew, without anything, but for the role that functions take."""
        self._post("/moto-api/reset")
        self.client("iam").create_role(RoleName="function", AssumeRolePolicyDocument="{}")

    def _post(self, path: str) -> None:
        asked = urllib.request.Request(f"{self.endpoint}{path}", method="POST")  # noqa: S310
        urllib.request.urlopen(asked, timeout=30).close()  # noqa: S310


@contextmanager
def network_stand_in(log: Path) -> Iterator[NetworkStandIn]:
    """Give one that runs until the end of the block."""
    port = free_port(0)
    command = [
        sys.executable,
        "-m",
        "tests.infra_cfn.moto_process",
        "-H",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    environment = {**os.environ, **KEYS, "MOTO_EC2_LOAD_DEFAULT_AMIS": "false"}
    with log.open("wb") as written:
        process = subprocess.Popen(command, env=environment, stdout=written, stderr=written)
    try:
        _await(port)
        yield NetworkStandIn(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=30)


def _await(port: int) -> None:
    give_up = time.monotonic() + START_WITHIN
    while time.monotonic() < give_up:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("moto did not start")
