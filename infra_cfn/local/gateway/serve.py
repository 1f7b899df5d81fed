"""The local API Gateway: one port for the function and the Flask service.

`POST /graphql` (and OPTIONS and GET) go to the function, everything else to Flask, both at
`/…`, as behind a domain of one's own, and at `/prod/…`, as at the default address. Limits,
timeouts and error bodies are API Gateway's; the function runs in the real runtime client.

In a process of its own: `python -m infra_cfn.local.gateway`, with one line of JSON on standard
input: `port` (0 for any), `flask_url`, `handler_environment`, `token_command` (words; the role
is added and a token read from its output), and, if not as in `serve`, `concurrency`, `handler`,
`task_root`, `function_timeout_seconds`, `timeout_seconds`. It says one line of JSON when it
answers requests, `{"port": 8000, "pid": 1, "init_seconds": 0.7}`, or `{"error": "…"}` and ends
with 1. The function's log goes to standard error. SIGTERM and SIGINT end it.

With `stage_url` it only opens a door to the stand-in's API Gateway: see door.py. It then takes
`port`, `stage_url`, `token_command` and `xray_daemon`, and has no function of its own.

In a process that has a loop: `async with serve(…) as ready`.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from infra_cfn.local.function.function import Function
from infra_cfn.local.function.process import FunctionSettings
from infra_cfn.local.function.runtime_api import FunctionError
from infra_cfn.local.gateway.authorizer import Authorizer
from infra_cfn.local.gateway.door import open_door
from infra_cfn.local.gateway.http_server import HttpServer
from infra_cfn.local.gateway.ready import Ready
from infra_cfn.local.gateway.routes import Routes
from infra_cfn.local.gateway.sign_in import TokenForRole
from infra_cfn.local.gateway.trace import Daemon
from schema.access.roles import Role

MAX_BODY_BYTES = 10 * 1024 * 1024  # API Gateway's
PROJECT = Path(__file__).parents[3]


@asynccontextmanager
async def serve(
    port: int,
    *,
    handler_environment: Mapping[str, str],
    flask_url: str,
    token_for_role: TokenForRole,
    concurrency: int = 2,
    handler: str = "graphql_api.lambda_handler.handler",
    task_root: Path = PROJECT,
    function_timeout_seconds: float = 28.0,  # api.yaml's
    timeout_seconds: float = 29.0,  # API Gateway's
) -> AsyncIterator[Ready]:
    """Serve until the context ends.

    Raises:
        FunctionError: the function cannot be initialised.
        OSError: the port is taken.
    """
    settings = FunctionSettings(
        handler, handler_environment, task_root, timeout_seconds=function_timeout_seconds
    )
    function = Function(settings, concurrency=concurrency)
    routes = Routes(
        function=function,
        function_name=settings.name,
        flask_url=flask_url,
        timeout_seconds=timeout_seconds,
        authorizer=Authorizer(handler_environment),
        daemon=Daemon(handler_environment.get("AWS_XRAY_DAEMON_ADDRESS")),
        token_for_role=token_for_role,
    )
    server = HttpServer(routes.answer, max_body_bytes=MAX_BODY_BYTES)
    listening = await server.start(port)
    try:
        yield Ready(listening, await function.start())
    finally:
        server.stop()
        await function.stop()


def token_from(command: Sequence[str]) -> TokenForRole:
    """Return how a role's token is got from a command that prints it."""

    def token(role: Role) -> str:
        printed = subprocess.run([*command, role.value], check=True, capture_output=True, text=True)
        return printed.stdout.strip()

    return token


async def main() -> int:
    """Serve as standard input says, until a signal."""
    wanted: dict[str, Any] = json.loads(sys.stdin.readline())
    wanted["token_for_role"] = token_from(wanted.pop("token_command"))
    if "task_root" in wanted:
        wanted["task_root"] = Path(wanted["task_root"])
    this = asyncio.current_task()
    assert this
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, this.cancel)
    serving = open_door if "stage_url" in wanted else serve
    try:
        async with serving(**wanted) as ready:
            say({"port": ready.port, "pid": os.getpid(), "init_seconds": ready.init_seconds})
            await asyncio.Future()
    except asyncio.CancelledError:
        return 0
    except (FunctionError, OSError) as failure:
        say({"error": str(failure)})
    return 1


def say(fact: Mapping[str, Any]) -> None:
    """Write one line for whoever started this."""
    sys.stdout.write(json.dumps(fact) + "\n")
    sys.stdout.flush()
