"""What a message on the job queue asks for."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

IMPORT_REQUESTED = "import.requested"
REPORT_REQUESTED = "report.requested"


@dataclass(frozen=True, slots=True)
class Uploaded:
    """An object was put into a bucket."""

    bucket: str
    key: str


@dataclass(frozen=True, slots=True)
class ImportRequested:
    """An import waits whose upload was told of before."""

    job_id: int


@dataclass(frozen=True, slots=True)
class ReportRequested:
    """A report waits to be made."""

    job_id: int


JobMessage = Uploaded | ImportRequested | ReportRequested


def import_requested(job_id: int) -> str:
    """Return the message that puts an import back on the queue."""
    return json.dumps({"detail-type": IMPORT_REQUESTED, "detail": {"importJobId": job_id}})


def report_requested(job_id: int) -> str:
    """Return the message that puts a report back on the queue."""
    return json.dumps({"detail-type": REPORT_REQUESTED, "detail": {"reportJobId": job_id}})


def parse_message(body: str) -> list[JobMessage]:
    """Return what a message asks for: nothing if it is not a message of ours."""
    try:
        message = json.loads(body)
        return list(_parsed(message) if isinstance(message, dict) else ())
    except (ValueError, KeyError, TypeError, AttributeError):
        return []


def _parsed(message: Mapping[str, Any]) -> Iterator[JobMessage]:
    detail = message.get("detail", {})
    match message.get("detail-type"):
        case "Object Created":  # S3 by way of EventBridge: the key is as it is
            yield Uploaded(str(detail["bucket"]["name"]), str(detail["object"]["key"]))
        case "import.requested":
            yield ImportRequested(int(detail["importJobId"]))
        case "report.requested":
            yield ReportRequested(int(detail["reportJobId"]))
    for record in message.get("Records", ()):  # S3 by itself: the key is URL-encoded
        s3 = record["s3"]
        yield Uploaded(str(s3["bucket"]["name"]), unquote_plus(str(s3["object"]["key"])))
