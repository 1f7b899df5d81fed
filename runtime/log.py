"""Logs: one line of JSON an event, with ids and counts, and never what a record says.

Write `log.info("roster imported", extra={"rows": 3})`: the event is a constant, and the facts
are fields. An exception is logged as its type and place: its words may quote a record.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from runtime import tracing

# What logging itself puts on a record; anything else is a field of ours.
ORDINARY = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# They log at INFO each request they make; their warnings are of interest.
CHATTERBOXES = ("botocore", "boto3", "urllib3", "s3transfer", "aws_xray_sdk", "werkzeug", "mangum")

_bound: ContextVar[Mapping[str, Any]] = ContextVar("bound", default=MappingProxyType({}))


def configure(level: str) -> None:
    """Write logs from this level on to standard output, and to nowhere else.

    Raises:
        ValueError: there is no such level.
    """
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.setLevel(level.upper())
    # The Lambda runtime has put its own one here, which would write each line twice.
    root.handlers[:] = [handler]
    for name in CHATTERBOXES:
        logging.getLogger(name).setLevel(logging.WARNING)
    # A count is no less true where only warnings are of interest.
    logging.getLogger("runtime.metrics").setLevel(logging.INFO)


@contextmanager
def bind(**ids: Any) -> Iterator[None]:
    """Add these ids to each line that is written inside, on this thread or task."""
    token = _bound.set({**_bound.get(), **ids})
    try:
        yield
    finally:
        _bound.reset(token)


class JsonFormatter(logging.Formatter):
    """Turns a record into one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        own = {key: value for key, value in vars(record).items() if key not in ORDINARY}
        trace_id = tracing.trace_id()
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "event": record.getMessage(),
            "logger": record.name,
            **({"trace_id": trace_id} if trace_id else {}),
            **_bound.get(),
            **own,
        }
        if record.exc_info and record.exc_info[1]:
            line["exception"] = described(record.exc_info[1])
        return json.dumps(line, default=str)


def described(failure: BaseException) -> dict[str, Any]:
    """Return what an exception is, where it came from and what caused it."""
    frames = traceback.extract_tb(failure.__traceback__)
    told: dict[str, Any] = {
        "type": f"{type(failure).__module__}.{type(failure).__qualname__}",
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    # A database says much by its code and the constraint's name, and no record by either.
    database: Any = getattr(failure, "orig", failure)
    if code := getattr(database, "pgcode", None):
        told["sqlstate"] = code
        told["constraint"] = database.diag.constraint_name
    cause = failure.__cause__ or (None if failure.__suppress_context__ else failure.__context__)
    return told | ({"cause": described(cause)} if cause else {})
