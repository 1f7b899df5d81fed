"""One process of the function: the real runtime client, from INIT to its end."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from infra_cfn.local.function.runtime_api import Invocation, RuntimeApi
from infra_cfn.local.gateway.http_server import HttpServer

LEASH = Path(__file__).parents[1] / "processes" / "leash.py"
ACCOUNT_ID = "000000000000"
# Above Lambda's 6 MB, so that the Runtime API can refuse in its own words.
MAX_REPORT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FunctionSettings:
    """What a template says of a function."""

    handler: str  # module.function
    environment: Mapping[str, str]  # AWS_REGION among them
    task_root: Path  # what the deploy zip would be unpacked to
    name: str = "local-graphql-api"
    memory_mb: int = 1024  # told, not enforced
    timeout_seconds: float = 28.0

    @property
    def region(self) -> str:
        return self.environment.get("AWS_REGION", "eu-central-1")

    @property
    def arn(self) -> str:
        return f"arn:aws:lambda:{self.region}:{ACCOUNT_ID}:function:{self.name}"


class FunctionProcess:
    """One execution environment: a process and the Runtime API it talks to."""

    def __init__(
        self,
        settings: FunctionSettings,
        waiting: asyncio.Queue[Invocation],
        initialised: Callable[[], None],
    ) -> None:
        """Prepare a process that takes what is waiting, and says when INIT is over."""
        self.init_seconds: float | None = None  # None until then
        self.pid: int | None = None  # None until it is started
        self._settings = settings
        self._initialised = initialised
        self._process: Process | None = None
        self._api = RuntimeApi(
            waiting,
            arn=settings.arn,
            timeout_seconds=settings.timeout_seconds,
            initialised=self._note_init,
            kill=self.kill,
        )

    async def live(self) -> str:
        """Run the process until it ends, and return why; cancelling this ends it."""
        server = HttpServer(self._api.handle, max_body_bytes=MAX_REPORT_BYTES)
        try:
            self._process = await self._spawn(await server.start())
            self.pid = self._process.pid
            code = await self._process.wait()
            reason = self._api.init_error or f"Runtime exited with error: {ending(code)}"
            self._api.abandon(reason)
            return reason
        finally:
            self.kill()
            server.stop()

    def kill(self) -> None:
        """End the process and all that it started, at once."""
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    async def _spawn(self, port: int) -> Process:
        python = [sys.executable, "-m", "awslambdaric", self._settings.handler]
        leash = [sys.executable, "-I", "-S", str(LEASH), str(int(signal.SIGKILL))]
        self._started = time.perf_counter()
        return await asyncio.create_subprocess_exec(
            *leash,
            str(os.getpid()),
            *python,
            cwd=self._settings.task_root,
            env=environment(self._settings, f"127.0.0.1:{port}"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=sys.stderr,  # the function's log; standard output is for the gateway's word
            start_new_session=True,
        )

    def _note_init(self) -> None:
        if self.init_seconds is None:
            self.init_seconds = time.perf_counter() - self._started
            self._initialised()


def environment(settings: FunctionSettings, runtime_api: str) -> dict[str, str]:
    """Return all that the process finds in its environment, as on AWS.

    Nothing is inherited but PATH: a setting that the template forgets is missing here too.
    """
    root = str(settings.task_root)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": root,
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "LAMBDA_TASK_ROOT": root,
        "_HANDLER": settings.handler,
        "AWS_REGION": settings.region,
        "AWS_DEFAULT_REGION": settings.region,
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "AWS_LAMBDA_RUNTIME_API": runtime_api,
        "AWS_LAMBDA_FUNCTION_NAME": settings.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(settings.memory_mb),
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{settings.name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "local",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        **settings.environment,
    }


def ending(code: int) -> str:
    """Return how a process ended, in Lambda's words."""
    if code < 0:
        return f"signal: {signal.Signals(-code).name}"
    return f"exit status {code}"
