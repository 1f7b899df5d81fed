"""A Lambda handler that does what a test asks for in the event's body."""

import json
import os
import sys
import time
from typing import Any

from runtime import tracing

tracing.configure("tiny-function")
with tracing.span("during INIT"):
    """Lambda has no invocation yet that this could belong to."""


def handler(event: dict[str, Any], context: Any) -> Any:
    """Answer, fail, hang or die."""
    with tracing.span("handler"), tracing.sql_span("students"):
        header = tracing.current_header()
    wanted = json.loads(event["body"] or "{}") if event.get("body") else {}
    match wanted.get("do"):
        case "environment":
            return answer(dict(os.environ))
        case "context":
            return answer(described(context))
        case "return":
            return wanted["value"]
        case "repeat":
            return answer("x" * wanted["times"])
        case "raise":
            raise ValueError("a name that must not reach the client")
        case "sleep":
            time.sleep(wanted["seconds"])
        case "exit":
            sys.stdout.flush()
            os._exit(wanted["code"])
    return answer({"event": event, "pid": os.getpid(), "trace_header": header})


def described(context: Any) -> dict[str, Any]:
    """Return what Lambda tells the handler about the invocation."""
    return {
        "request_id": context.aws_request_id,
        "arn": context.invoked_function_arn,
        "name": context.function_name,
        "memory": context.memory_limit_in_mb,
        "remaining_ms": context.get_remaining_time_in_millis(),
        "trace_header": os.environ.get("_X_AMZN_TRACE_ID"),
    }


def answer(value: Any) -> dict[str, Any]:
    """Return an API Gateway proxy response."""
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(value),
    }
