"""Functions on this machine: their own packages alone, the database here, the caller's trace."""

import sys
from typing import Any

from ministack.core import lambda_runtime
from ministack.core.lambda_runtime import Worker

from infra_cfn.local.stand_in.here import Here


def run_functions(here: Here) -> None:
    """Have MiniStack start functions as Lambda would."""
    start, invoke = Worker._spawn, Worker.invoke
    choose = lambda_runtime._detect_runtime_binary

    def start_here(worker: Worker) -> None:
        variables = worker.config.get("Environment", {}).get("Variables", {})
        told = here.variables(worker.config["FunctionName"])
        worker.config = {**worker.config, "Environment": {"Variables": {**variables, **told}}}
        start(worker)

    def invoke_in_trace(worker: Worker, event: Any, *given: Any, **named: Any) -> Any:
        headers = (event.get("headers") if isinstance(event, dict) else None) or {}
        if trace := headers.get("x-amzn-trace-id"):
            named["trace_id"] = trace  # MiniStack would begin a new one
        return invoke(worker, event, *given, **named)

    def choose_bare(runtime: str) -> tuple[str, str]:
        # MiniStack's own environment has packages that a zip could lack unnoticed.
        _, script = choose(runtime)
        return str(getattr(sys, "_base_executable")), script  # noqa: B009

    Worker._spawn, Worker.invoke = start_here, invoke_in_trace
    lambda_runtime._detect_runtime_binary = choose_bare
