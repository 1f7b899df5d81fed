"""Every call of an AWS API that the programs make in this process, and who made it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore import handlers

PROGRAMS = ("graphql_api.", "ec2_batch.")
TOOLS = ("ec2_batch.queue",)  # what tests use as they please: it acts for whoever called it
NOBODY = ("tests.", "infra_cfn.", "benchmarks.")  # who calls for themselves


@dataclass(frozen=True)
class Call:
    """One call, as it was made."""

    module: str  # of the program that made it
    function: str
    service: str  # as botocore calls it
    operation: str
    parameters: dict[str, Any]


_listeners: list[list[Call]] = []


@contextmanager
def recorded() -> Iterator[list[Call]]:
    """Give a list that fills with the calls made until the end of the block."""
    calls: list[Call] = []
    _listeners.append(calls)
    try:
        yield calls
    finally:
        _listeners[:] = [listener for listener in _listeners if listener is not calls]


def listen() -> None:
    """Have each client that is made from now on tell of its calls, presigned ones included."""
    handlers.BUILTIN_HANDLERS += [
        ("provide-client-params.*.*", _called),
        ("before-sign.s3.PutObject", _form_signed),
    ]


def _called(params: dict[str, Any], model: Any, context: dict[str, Any], **more: Any) -> None:
    # botocore takes the address of a form from an operation that it never calls.
    if model.name == "CreateBucket" and context.get("is_presign_request"):
        return
    _tell(model.service_model.service_name, model.name, params)


def _form_signed(request: Any, **more: Any) -> None:
    # A form that a browser posts is signed without a call; its policy says what it allows.
    if policy := request.context.get("s3-presign-post-policy"):
        conditions = [c for c in policy["conditions"] if isinstance(c, dict)]
        named = {name: value for each in conditions for name, value in each.items()}
        _tell("s3", "PutObject", {"Bucket": named["bucket"], "Key": named["key"]})


def _tell(service: str, operation: str, parameters: dict[str, Any]) -> None:
    if _listeners and (made_by := _maker()):
        call = Call(*made_by, service, operation, dict(parameters))
        for calls in _listeners:
            calls.append(call)


def _maker() -> tuple[str, str] | None:
    """Return the module and function nearest to the call; None is nobody of a program."""
    frame = sys._getframe(1)
    found = None
    while frame := frame.f_back:  # type: ignore[assignment]
        module = frame.f_globals.get("__name__", "")
        if module.startswith(PROGRAMS):
            found = found or (module, frame.f_code.co_name)
            if module not in TOOLS:
                return found
        elif module.startswith(NOBODY) and module != __name__:
            return None
    return found  # a thread of a tool's own
