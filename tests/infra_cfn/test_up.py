"""`make up`, as a newcomer and a script see it; the whole system, really started."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest

from infra_cfn.local.down import bring_down
from schema.access.roles import Role
from tests.infra_cfn.alive import alive

PROGRAMS = {"ministack", "postgres", "service", "gateway", "worker"}
READY = "A first request"  # the last thing it says
RENAME = "UPDATE student SET given_name = 'Noor' WHERE sourced_id = 'student-1'"
NAME = "SELECT given_name FROM student WHERE sourced_id = 'student-1'"


@dataclass
class Running:
    """A started `make up`."""

    process: "subprocess.Popen[str]"
    data: Path
    said: list[str] = field(default_factory=list)

    def up(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.data / "up.json").read_text())
        return found

    def await_ready(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)
            if READY in line:
                return
        pytest.fail("it ended: " + "".join(self.said))


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A data folder that the database's user can reach, which pytest's own is not."""
    folder = Path(tempfile.mkdtemp(prefix="student-cloud-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def started(data: Path, *wishes: str) -> Iterator[Running]:
    words = [sys.executable, "-m", "infra_cfn.local.up", "--data", str(data), "--size", "S"]
    process = subprocess.Popen(
        [*words, *wishes], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    running = Running(process, data)
    try:
        running.await_ready()
        yield running
    finally:
        process.terminate()
        process.communicate()


def eventually(claim: Callable[[], bool], seconds: float = 20) -> bool:
    """Say whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if claim():
            return True
        time.sleep(0.1)
    return False


def with_descendants(pid: int) -> set[int]:
    """Return a process and all that it started, directly or not."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def ask(database_url: str, statement: str) -> Any:
    with psycopg2.connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


@pytest.fixture(scope="class")
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture(scope="class")
def running(data: Path, busy_port: int) -> Iterator[Running]:
    with started(data, "--port", str(busy_port)) as running:
        yield running


class TestFromUpToDown:
    def test_scripts_find_it_by_a_file_that_nobody_else_may_read(self, running: Running) -> None:
        up = running.up()

        assert list(up) == [
            *("graphql", "graphiql", "console", "api", "aws_endpoint", "database_url"),
            *("upload_bucket", "tokens", "pids"),
        ]
        assert set(up["tokens"]) == {role.value for role in Role}
        assert set(up["pids"]) == PROGRAMS | {"supervisor"}
        assert all(map(alive, up["pids"].values()))
        assert (running.data / "up.json").stat().st_mode & 0o777 == 0o600

    def test_people_are_told_the_same(self, running: Running) -> None:
        up, said = running.up(), "".join(running.said)

        for name in ("graphql", "graphiql", "console", "api", "aws_endpoint"):
            assert up[name] in said
        assert "studentcloud token --role ROLE" in said
        assert ", ".join(up["tokens"]) in said
        # Whoever sees the terminal, or what is kept of it, is not signed in for that.
        assert [role for role, token in up["tokens"].items() if token in said] == []

    def test_a_port_in_use_is_no_obstacle(self, running: Running, busy_port: int) -> None:
        assert f"Port {busy_port} is taken, so the pages are on port " in "".join(running.said)
        assert urlsplit(running.up()["console"]).port != busy_port

    def test_each_program_keeps_a_log(self, running: Running) -> None:
        logs = {path.stem for path in (running.data / "logs").glob("*.log")}

        assert logs == PROGRAMS

    def test_no_secret_is_on_a_command_line(self, running: Running) -> None:
        up = running.up()
        secrets = [*up["tokens"].values(), urlsplit(up["database_url"]).password]

        for pid in with_descendants(up["pids"]["supervisor"]):
            words = Path(f"/proc/{pid}/cmdline").read_text()
            assert not any(secret in words for secret in secrets)

    def test_a_page_is_opened_with_a_token(self, running: Running) -> None:
        up = running.up()
        connection = HTTPConnection(urlsplit(up["console"]).netloc)

        connection.request("GET", "/console")
        location = connection.getresponse().headers["Location"]

        assert location == f"/console?as=operator#token={up['tokens']['operator']}"

    def test_health_is_answered_through_the_gateway(self, running: Running) -> None:
        origin = running.up()["graphql"].removesuffix("/graphql")

        for path in ("/health/ready", "/prod/health/ready"):
            with urllib.request.urlopen(origin + path) as answer:  # noqa: S310 - loopback
                assert answer.status == 200

    def test_a_second_one_says_that_there_is_a_first(self, running: Running) -> None:
        words = [sys.executable, "-m", "infra_cfn.local.up", "--data", str(running.data)]

        second = subprocess.run(words, capture_output=True, text=True)

        supervisor = running.up()["pids"]["supervisor"]
        assert second.returncode == 1
        assert second.stderr == (
            f"Student Cloud runs here already, as process {supervisor}; `make down` ends it.\n"
        )
        assert alive(supervisor)

    def test_a_worker_that_is_killed_is_replaced(self, running: Running) -> None:
        first = running.up()["pids"]["worker"]

        os.kill(first, signal.SIGKILL)

        assert eventually(lambda: running.up()["pids"]["worker"] != first)
        assert alive(running.up()["pids"]["worker"])

    def test_down_ends_everything(self, running: Running) -> None:
        up = running.up()
        assert ask(up["database_url"], f"{RENAME} RETURNING 1")
        everything = with_descendants(up["pids"]["supervisor"])

        assert bring_down(running.data) == "Student Cloud has ended."

        assert running.process.wait() == 0
        assert not (running.data / "up.json").exists()
        assert not any(map(alive, everything))


def test_the_next_start_has_the_same_records_and_ctrl_c_ends_it(data: Path) -> None:
    with started(data) as running:
        found = ask(running.up()["database_url"], NAME)

        running.process.send_signal(signal.SIGINT)

        assert running.process.wait(timeout=60) == 0
    assert found == ("Noor",)
    assert not (data / "up.json").exists()


def test_nothing_survives_when_the_supervisor_is_killed(data: Path) -> None:
    with started(data) as running:
        everything = with_descendants(running.up()["pids"]["supervisor"])
        assert len(everything) > len(PROGRAMS)

        running.process.kill()

        assert eventually(lambda: not any(map(alive, everything)))


@pytest.mark.skipif(sys.platform != "linux", reason="the leash is the Linux kernel's")
def test_nothing_survives_when_make_is_killed(data: Path, tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text(
        f"up:\n\t{sys.executable} -m infra_cfn.local.up --data {data} --size S\n"
    )
    words = ["make", "--no-print-directory", "-f", str(tmp_path / "Makefile"), "up"]
    make = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    running = Running(make, data)
    running.await_ready()
    everything = with_descendants(make.pid)

    make.kill()
    make.wait()

    assert eventually(lambda: not any(map(alive, everything)))
    assert not (data / "up.json").exists()
