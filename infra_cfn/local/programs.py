"""The project's own programs on this machine: gateway with function, service and worker."""

import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra_cfn.local.processes.child import Child, Program, start_child
from infra_cfn.local.variables import ROOT

BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Programs:
    """How to start them, with all that they are told."""

    api: Mapping[str, str]  # variables of the function
    batch: Mapping[str, str]  # variables of service and worker
    port: int  # of the gateway, which people see
    service_port: int
    up_file: Path
    logs: Path
    stage_url: str | None = None  # of the stand-in's API Gateway; None: a gateway of our own

    def start_service(self) -> Child:
        """Start the Flask service, as on EC2."""
        words = [str(BIN / "gunicorn"), "-c", "python:ec2_batch.service.gunicorn_config"]
        words += ["--bind", f"127.0.0.1:{self.service_port}"]
        # An open console keeps a connection that never ends by itself.
        words += ["--graceful-timeout", "2"]
        # Which is the same file for all gunicorns of a user.
        words += ["--no-control-socket"]
        program = Program(
            "service",
            words,
            _found_here(self.batch),
            ask=signal.SIGQUIT,
            last_words=signal.SIGQUIT,
        )
        return start_child(program, self.logs / "service.log")

    def start_worker(self) -> Child:
        """Start the worker, which takes jobs from the queue and relays events."""
        program = Program(
            "worker",
            [str(BIN / "studentcloud"), "worker"],
            _found_here(self.batch),
            patience=30.0,  # it finishes its chunk
            # It may be killed at any point; a dying database would only keep it waiting.
            last_words=signal.SIGKILL,
        )
        return start_child(program, self.logs / "worker.log")

    def start_gateway(self) -> Child:
        """Start the local API Gateway with the GraphQL function behind it, or a door to it."""
        words = [sys.executable, "-m", "infra_cfn.local.gateway"]
        program = Program("gateway", words, _found_here({}), talks=True)
        child = start_child(program, self.logs / "gateway.log")
        print_token = [sys.executable, "-I", "-S", str(Path(__file__).with_name("up_file.py"))]
        wanted = {
            "port": self.port,
            "token_command": [*print_token, str(self.up_file)],
            **self._behind(),
        }
        assert child.process.stdin
        # By this way no secret is on a command line.
        child.process.stdin.write(json.dumps(wanted).encode() + b"\n")
        child.process.stdin.flush()
        return child

    @property
    def service_url(self) -> str:
        """Return where the Flask service listens."""
        return f"http://127.0.0.1:{self.service_port}"

    def _behind(self) -> dict[str, Any]:
        if self.stage_url:
            daemon = self.api.get("AWS_XRAY_DAEMON_ADDRESS")
            return {"stage_url": self.stage_url, "xray_daemon": daemon}
        return {"flask_url": self.service_url, "handler_environment": dict(self.api)}


def _found_here(variables: Mapping[str, str]) -> dict[str, str]:
    """Return an environment of nothing but these variables and what finds programs and code."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **variables}
