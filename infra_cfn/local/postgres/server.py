"""PostgreSQL on this machine: a real server that lives as long as the program that started it."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from psycopg2.extensions import cursor as Cursor
from psycopg2.extensions import encrypt_password, quote_ident

from infra_cfn.local.postgres.cluster import (
    LOGINS,
    SUPERUSER,
    Cluster,
    PostgresError,
    make_cluster,
    server_user,
)

START_TIMEOUT = 30.0  # seconds; recovery after a crash takes some of them
# What throw-away data can do without.
FORGETFUL = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
# As infra_cfn/data.yaml has it: what is refused holds student data, and so do the reasons.
SILENT = ("log_min_error_statement=panic", "log_error_verbosity=terse")


@dataclass(frozen=True)
class Server:
    """A running server on loopback."""

    process: "subprocess.Popen[bytes]"
    port: int
    passwords: Mapping[str, str] = field(repr=False)

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def admin_url(self) -> str:
        return self.url(SUPERUSER, "postgres")

    def url(self, role: str, database: str) -> str:
        """Return a database's address for `admin`, `api_service` or `batch_service`."""
        return f"postgresql://{role}:{self.passwords[role]}@127.0.0.1:{self.port}/{database}"

    def ensure_database(self, name: str, template: str = "template1") -> None:
        """Make a database, as a copy of another, unless it is there."""
        with connected(self.admin_url) as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                copy, source = quote_ident(name, cursor), quote_ident(template, cursor)
                cursor.execute(f"CREATE DATABASE {copy} TEMPLATE {source}")

    def stop(self) -> None:
        """Shut down cleanly, breaking connections off, and wait for it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=START_TIMEOUT)


def start(directory: Path, *, durable: bool = True, port: int = 0) -> Server:
    """Run the server whose data is kept in a directory, on a free port unless told.

    It ends with the thread that calls this, however that ends: call it from the main one.

    Raises:
        PostgresError: it did not start; its own words are in the message.
    """
    cluster = make_cluster(directory)
    server = Server(_run(cluster, durable, port := port or free_port()), port, cluster.passwords)
    try:
        _await_ready(server, cluster)
        _ensure_logins(server)
    except BaseException:
        server.stop()
        raise
    return server


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def connected(url: str) -> Iterator[Cursor]:
    """Give a cursor that commits each statement."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _run(cluster: Cluster, durable: bool, port: int) -> "subprocess.Popen[bytes]":
    settings = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories="]
    settings += ["timezone=UTC", "log_timezone=UTC", *SILENT]
    settings += () if durable else FORGETFUL
    words = [str(cluster.programs / "postgres"), "-D", str(cluster.data)]
    for setting in settings:
        words += ["-c", setting]
    with cluster.log.open("wb") as log:
        return subprocess.Popen(
            words,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C is for the parent, which stops its children in order.
            start_new_session=True,
            preexec_fn=_end_with_parent(),
            **server_user(),
        )


def _end_with_parent() -> Callable[[], None] | None:
    """Return what makes the kernel shut the child down cleanly when its parent is gone."""
    if sys.platform != "linux":
        return None
    libc, parent, set_death_signal = ctypes.CDLL(None), os.getpid(), 1

    def end_with_parent() -> None:
        libc.prctl(set_death_signal, signal.SIGINT)
        if os.getppid() != parent:  # it went before the line above
            os._exit(1)

    return end_with_parent


def _await_ready(server: Server, cluster: Cluster) -> None:
    """Wait until our own child, and no other server on that port, says it is ready."""
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            break
        if _says_ready(cluster.data / "postmaster.pid", server.pid):
            return
        time.sleep(0.02)
    words = cluster.log.read_text(errors="replace").strip()[-800:]
    raise PostgresError(f"PostgreSQL did not start on port {server.port}: {words}")


def _says_ready(pid_file: Path, pid: int) -> bool:
    try:
        lines = pid_file.read_text().split("\n")
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"


def _ensure_logins(server: Server) -> None:
    """Let the service logins sign in; what they may do is the migrations' to say."""
    with connected(server.admin_url) as cursor:
        for login in LOGINS:
            # Hashed here, so that no log of statements can hold the password.
            secret = encrypt_password(
                server.passwords[login], login, cursor.connection, "scram-sha-256"
            )
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login])
            verb = "ALTER" if cursor.fetchone() else "CREATE"
            cursor.execute(f"{verb} ROLE {login} LOGIN NOINHERIT PASSWORD %s", [secret])
