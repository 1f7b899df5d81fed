"""MiniStack, which stands in for AWS on this machine."""

import os
import shutil
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra_cfn.local.aws.guard import Guard
from infra_cfn.local.processes.child import Child, Program, StartError, start_child
from infra_cfn.local.processes.ports import free_port
from infra_cfn.local.stand_in.here import Here

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / ".venv-ministack" / "bin" / "python"
START_SECONDS = 60.0  # it takes one; a busy machine may take its time
STOP_SECONDS = 15.0  # it writes its state then
REGION = "us-east-1"
# The stand-in takes any key; these make sure that nobody's real one is used.
AWS_ENVIRON = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
}


@dataclass(slots=True)
class Ministack:
    """A running MiniStack and where it keeps its state."""

    directory: Path
    log: Path
    child: Child
    port: int
    guard: Guard | None = None  # None: it takes any key, and speaks no TLS

    @property
    def here(self) -> Here:
        """Return what it is told of this machine."""
        return Here(self.directory / "here.json")

    @property
    def endpoint(self) -> str:
        """Return where its AWS API answers."""
        return f"{'https' if self.guard else 'http'}://127.0.0.1:{self.port}"

    def client(self, service: str) -> Any:
        """Return a client of one of its services; callers say of which."""
        import boto3  # takes as long as MiniStack's start, and is not needed for that

        session = boto3.Session(
            aws_access_key_id=AWS_ENVIRON["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=AWS_ENVIRON["AWS_SECRET_ACCESS_KEY"],
            region_name=REGION,
        )
        verify = str(self.guard.authority) if self.guard else None
        return session.client(service, endpoint_url=self.endpoint, verify=verify)  # type: ignore[call-overload]

    def stop(self) -> None:
        """End it; it writes down what it holds."""
        self.child.stop()

    def save(self) -> None:
        """Have it write down what it holds, which it only does when it ends.

        Without this a `kill -9` later would lose the stacks that were just deployed.
        """
        self.stop()
        (self.directory / "saved").touch()
        self.child = _launch(self.directory, self.port, self.log, self.guard)
        await_ready(self)


def start(directory: Path, log: Path, guard: Guard | None = None) -> Ministack:
    """Start MiniStack on what it had when last saved, without waiting until it is ready."""
    if not PYTHON.exists():
        raise StartError(f"MiniStack is not installed in {PYTHON.parents[1]}: `make up` does that.")
    if not (directory / "saved").exists():
        # Objects without the buckets they were in: it ended before anything was saved.
        shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)  # the keys that sign tokens
    # Functions are unpacked there, anew at each start.
    shutil.rmtree(directory / "tmp", ignore_errors=True)
    (directory / "tmp").mkdir()
    # The same port again where possible: queue addresses carry it.
    last = directory / "port"
    port = free_port(int(last.read_text()) if last.exists() else 0)
    last.write_text(str(port))
    return Ministack(directory, log, _launch(directory, port, log, guard), port, guard)


def await_ready(ministack: Ministack) -> None:
    """Return once MiniStack answers.

    Raises:
        StartError: it ended, or took longer than a minute.
    """
    deadline = time.monotonic() + START_SECONDS
    address = f"{ministack.endpoint}/_ministack/ready"
    trust = ministack.guard.trust() if ministack.guard else None
    while time.monotonic() < deadline:
        if ended := ministack.child.ended():
            raise StartError(f"MiniStack {ended}. {ministack.child.last_words()}")
        try:
            urllib.request.urlopen(address, timeout=5, context=trust).close()  # noqa: S310 - loopback
            return
        except OSError:
            time.sleep(0.05)
    raise StartError(f"MiniStack did not answer within {START_SECONDS:.0f} s: see {ministack.log}.")


def _launch(directory: Path, port: int, log: Path, guard: Guard | None) -> Child:
    environ = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(directory),  # so that it finds nobody's AWS settings
        # The one key that addresses of downloads may be signed with.
        "AWS_ACCESS_KEY_ID": AWS_ENVIRON["AWS_ACCESS_KEY_ID"],
        "AWS_SECRET_ACCESS_KEY": AWS_ENVIRON["AWS_SECRET_ACCESS_KEY"],
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",  # its default is every interface
        "MINISTACK_HOST": "127.0.0.1",  # part of the addresses it hands out
        "STATE_DIR": str(directory / "state"),
        "PERSIST_STATE": "1",
        "S3_DATA_DIR": str(directory / "objects"),
        "S3_PERSIST": "1",
        "TMPDIR": str(directory / "tmp"),
        "SFTP_ENABLED": "0",  # servers that nothing here uses
        "IOT_MTLS_ENABLED": "0",
        "DOCKER_HOST": f"unix://{directory}/no-docker",  # or it removes containers at the start
        "LOG_LEVEL": "INFO",
        **(guard.environ if guard else {}),
    }
    # Found by the folder, not by PYTHONPATH, which functions that it runs would inherit.
    words = [str(PYTHON), "-m", "infra_cfn.local.stand_in", str(directory / "here.json")]
    words += [str(guard.plain_port)] if guard else []
    program = Program("ministack", words, environ, patience=STOP_SECONDS, serves=True, folder=ROOT)
    return start_child(program, log)
