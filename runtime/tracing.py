"""Tracing: what was done for one request or job, and how long each part took, in X-Ray.

The one module that knows aws-xray-sdk. Tracing is on where a daemon's address is: always on
Lambda, on EC2 beside the agent, on a laptop when asked for. Elsewhere all this costs nothing.
"""

import os
import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

DAEMON_ADDRESS = "AWS_XRAY_DAEMON_ADDRESS"
INVOCATION_HEADER = "_X_AMZN_TRACE_ID"  # set anew for each invocation of a Lambda function
LAMBDA_ROOT = "LAMBDA_TASK_ROOT"
MAX_FRAMES = 10
TRACE_ID = re.compile(r"1-[0-9a-fA-F]{8}-[0-9a-fA-F]{24}")
SPAN_ID = re.compile(r"[0-9a-fA-F]{16}")

Annotation = str | int | float | bool
Result = TypeVar("Result")


class _Tracer:
    """The SDK's recorder, None while tracing is off."""

    recorder: Any = None
    on_lambda = False
    invocation = ""


_tracer = _Tracer()


def configure(service: str) -> None:
    """Begin to trace, if there is a daemon to tell; `service` names what this program is."""
    address = os.environ.get(DAEMON_ADDRESS)
    if not address:
        _tracer.recorder = None
        return
    # 76 ms of processor time, which a start without tracing does not pay.
    from aws_xray_sdk.core import xray_recorder
    from aws_xray_sdk.core.sampling.local.sampler import LocalSampler

    _tracer.on_lambda = LAMBDA_ROOT in os.environ
    _tracer.recorder = xray_recorder
    # API Gateway decides what is traced. What comes without its decision is sampled here:
    # one a second, and one of twenty beyond. The SDK's own choice asks the daemon by TCP.
    xray_recorder.configure(
        service=service,
        daemon_address=address,
        sampler=LocalSampler(),
        context_missing="IGNORE_ERROR",
    )


def segment(name: str, header: str | None = None) -> AbstractContextManager[None]:
    """Trace a request or a job from its beginning, as part of the trace in `header`.

    On Lambda, which makes that segment itself, this is a span within it.
    """
    if _tracer.recorder is None:
        return nullcontext()
    return span(name) if _tracer.on_lambda else _segment(_tracer.recorder, name, header)


def span(
    name: str, *, namespace: str | None = None, **annotations: Annotation
) -> AbstractContextManager[None]:
    """Trace one part of a request or job; outside of both, do nothing.

    `namespace` is `aws` or `remote` for calls of something else. Annotations can be searched
    for, so they are ids and counts, never what a record says.
    """
    recorder = _recorder()
    if recorder is None or recorder.get_trace_entity() is None:
        return nullcontext()
    return _subsegment(recorder, name, namespace, annotations)


def sql_span(statement_name: str) -> AbstractContextManager[None]:
    """Trace one statement, named for what it does."""
    # One name for all, so that X-Ray's map shows one database.
    return span("postgresql", namespace="remote", statement=statement_name)


def annotate(key: str, value: Annotation) -> None:
    """Note a searchable fact at the current span or segment."""
    recorder = _recorder()
    entity = recorder.get_trace_entity() if recorder else None
    # Lambda's own segment cannot be written to.
    if entity is not None and not hasattr(entity, "initializing"):
        entity.put_annotation(key, value)


def carried(work: Callable[[], Result]) -> Callable[[], Result]:
    """Return the same work, as part of the current span on whatever thread it is done."""
    recorder = _recorder()
    entity = recorder.get_trace_entity() if recorder else None
    if entity is None:
        return work

    def traced() -> Result:
        recorder.set_trace_entity(entity)
        try:
            return work()
        finally:
            recorder.clear_trace_entities()

    return traced


def current_header() -> str | None:
    """Return what makes other work part of this trace, below the current span.

    None while nothing is traced. Keep it on job rows, messages and events.
    """
    recorder = _recorder()
    entity = recorder.get_trace_entity() if recorder else None
    if entity is None:
        return None
    if entity.sampled:
        trace_id = getattr(entity, "trace_id", None)
        return f"Root={trace_id};Parent={entity.id};Sampled=1"
    received = recorder.current_segment().get_origin_trace_header()
    root = received.root if received else None
    return f"Root={root};Sampled=0" if root else None


def trace_id() -> str | None:
    """Return the current trace's id, for the log."""
    header = current_header()
    return header.partition(";")[0].removeprefix("Root=") if header else None


def _recorder() -> Any:
    """Return the recorder, on Lambda in the invocation that is being answered."""
    if not _tracer.on_lambda or _tracer.recorder is None:
        return _tracer.recorder
    header = os.environ.get(INVOCATION_HEADER, "")
    # The SDK tells invocations apart by their trace alone, and two may share one:
    # the second would be reported below the first.
    if header != _tracer.invocation:
        _tracer.invocation = header
        _tracer.recorder.clear_trace_entities()
    # During INIT there is none.
    return _tracer.recorder if header else None


@contextmanager
def _segment(recorder: Any, name: str, header: str | None) -> Iterator[None]:
    received = _received(header)
    decision = received.sampled if received.sampled in (0, 1) else None
    opened = recorder.begin_segment(
        name, traceid=received.root, parent_id=received.parent, sampling=decision
    )
    opened.save_origin_trace_header(received)
    try:
        yield
    except BaseException as failure:
        _note(opened, failure)
        raise
    finally:
        recorder.end_segment()
        recorder.clear_trace_entities()


def _received(header: str | None) -> Any:
    """Return what a header says of the trace to go on with: nothing, if it is no trace of X-Ray's.

    Anybody may send one, it goes out with events, and EventBridge refuses one that is too long.
    """
    from aws_xray_sdk.core.models.trace_header import TraceHeader

    told = dict(part.strip().partition("=")[::2] for part in (header or "").split(";"))
    root, parent = told.get("Root", ""), told.get("Parent", "")
    if not TRACE_ID.fullmatch(root):
        return TraceHeader()
    return TraceHeader(root, parent if SPAN_ID.fullmatch(parent) else None, told.get("Sampled"))


@contextmanager
def _subsegment(
    recorder: Any, name: str, namespace: str | None, annotations: dict[str, Annotation]
) -> Iterator[None]:
    # Without a namespace it is ours; the SDK's "local" is none that X-Ray knows.
    opened = recorder.begin_subsegment(name, namespace=namespace)
    for key, value in annotations.items():
        opened.put_annotation(key, value)
    try:
        yield
    except BaseException as failure:
        _note(opened, failure)
        raise
    finally:
        recorder.end_subsegment()


def _note(entity: Any, failure: BaseException) -> None:
    """Report where it failed and as what, not what was said: that may name a student."""
    nameless = type(type(failure).__name__, (Exception,), {})()
    frames = traceback.extract_tb(failure.__traceback__)[-MAX_FRAMES:]
    entity.add_exception(nameless, frames)
