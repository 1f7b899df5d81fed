"""The commands that run on a host, or prepare a database for it."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.conftest import Database
from tests.ec2_batch.studentcloud import PROGRAM, studentcloud
from tests.runtime import tokens


def test_a_database_is_migrated_and_filled(empty_database: Database, tmp_path: Path) -> None:
    variables = {"DATABASE_URL": empty_database.owner_url}

    migrated = studentcloud("migrate", folder=tmp_path, variables=variables)
    seeded = studentcloud("seed", "--size", "S", folder=tmp_path, variables=variables)

    assert migrated.out.endswith(f"/{empty_database.name} is up to date.\n")
    assert (migrated.code, seeded.code) == (0, 0)
    with empty_database.owner_session() as session:
        assert session.scalar(text("SELECT count(*) FROM student")) == 60


def test_a_database_that_cannot_be_reached_is_said_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://admin:secret@127.0.0.1:1/nowhere"

    sentence = studentcloud("migrate", folder=tmp_path, variables={"DATABASE_URL": url}).sentence

    assert "Connection refused" in sentence
    assert "secret" not in sentence


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_host_without_settings_says_which_are_missing(tmp_path: Path, command: str) -> None:
    sentence = studentcloud(command, folder=tmp_path).sentence

    assert sentence.startswith("Set ENVIRONMENT, DATABASE_URL, TOKEN_ISSUER")


def test_the_service_is_served_until_it_is_told_to_end(
    worker_environ: dict[str, str], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(PROGRAM), "serve", "--bind", address],
            env={"PATH": os.environ["PATH"], **worker_environ, "TOKEN_JWKS": tokens.jwks()},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        assert ready(address), (tmp_path / "log").read_text()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()


def test_a_host_is_examined_by_its_own_settings(
    worker_environ: dict[str, str], tmp_path: Path
) -> None:
    ended = studentcloud("doctor", "--json", folder=tmp_path, variables=worker_environ)

    well = {finding["subject"] for finding in ended.json if finding["well"]}
    assert well >= {"database", "upload bucket", "report bucket"}
    # Other tests may have left messages in the queues, and no worker is there to take them.
    sentences = {finding["subject"]: finding["sentence"] for finding in ended.json}
    for queue in ("student-cloud-local-jobs", "student-cloud-local-standing"):
        assert "messages wait" in sentences[queue]


def test_what_is_wrong_on_a_host_is_said_in_plain_words(
    worker_environ: dict[str, str], tmp_path: Path
) -> None:
    wrong = worker_environ | {
        "DATABASE_URL": "postgresql://batch_service@127.0.0.1:1/student_cloud",
        "REPORT_BUCKET": "no-such-bucket",
        "JOB_QUEUE_URL": f"{worker_environ['AWS_ENDPOINT_URL']}/000000000000/no-such-queue",
    }

    ended = studentcloud("doctor", "--json", folder=tmp_path, variables=wrong)

    said = {f["subject"]: f["sentence"] for f in ended.json if not f["well"]}
    assert ended.code == 1
    assert said["database"].startswith("Nothing listens there")
    assert said["report bucket"].startswith("It does not exist in this account")
    assert said["no-such-queue"].startswith("It does not exist in this account")


def ready(address: str) -> bool:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(f"http://{address}/health/ready") as answer:
                return bool(json.loads(answer.read())["status"] == "ok")
        except OSError:
            time.sleep(0.2)
    return False
