"""What a message on the job queue asks for."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from schema.events import ImportApplyRequested, ImportUndoRequested

OBJECT_CREATED = "Object Created"  # S3's own, by way of EventBridge
IMPORT_REQUESTED = "import.requested"
REPORT_REQUESTED = "report.requested"


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A version of an object was put into a bucket; the older event shapes tell less of it."""

    bucket: str
    key: str
    etag: str | None = None  # without quotes
    size: int | None = None  # bytes
    version: str | None = None  # none where the bucket keeps no versions
    sequencer: str | None = None  # hexadecimal; of two of the same key, the lower came first


@dataclass(frozen=True, slots=True)
class ImportRequested:
    """An import waits whose upload was told of before."""

    job_id: int


@dataclass(frozen=True, slots=True)
class UndoRequested:
    """An import waits to be taken back."""

    job_id: int


@dataclass(frozen=True, slots=True)
class ReportRequested:
    """A report waits to be made."""

    job_id: int


JobMessage = Uploaded | ImportRequested | UndoRequested | ReportRequested


def import_requested(job_id: int) -> str:
    """Return the message that puts an import back on the queue."""
    return json.dumps({"detail-type": IMPORT_REQUESTED, "detail": {"importJobId": job_id}})


def undo_requested(job_id: int) -> str:
    """Return the message that puts an undo back on the queue."""
    return json.dumps({"detail-type": ImportUndoRequested.type, "detail": {"importJobId": job_id}})


def report_requested(job_id: int) -> str:
    """Return the message that puts a report back on the queue."""
    return json.dumps({"detail-type": REPORT_REQUESTED, "detail": {"reportJobId": job_id}})


def object_created(uploaded: Uploaded) -> str:
    """Return the message that tells of an upload once more."""
    told = {"key": uploaded.key, "etag": uploaded.etag, "size": uploaded.size}
    detail = {"bucket": {"name": uploaded.bucket}, "object": told}
    return json.dumps({"detail-type": OBJECT_CREATED, "detail": detail})


def parse_message(body: str) -> list[JobMessage] | None:
    """Return what a message asks for, which may be nothing; None means that it is none of ours."""
    try:
        message = json.loads(body)
        return list(_parsed(message))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _parsed(message: Mapping[str, Any]) -> Iterator[JobMessage]:
    detail = message.get("detail", {})
    match message.get("detail-type"):
        case "Object Created":  # S3 by way of EventBridge: the key is as it is
            yield _uploaded(detail, str(detail["object"]["key"]), "etag", "version-id")
        case "import.requested" | ImportApplyRequested.type:
            yield ImportRequested(int(detail["importJobId"]))
        case ImportUndoRequested.type:
            yield UndoRequested(int(detail["importJobId"]))
        case "report.requested":
            yield ReportRequested(int(detail["reportJobId"]))
        case _ if message.get("Event") == "s3:TestEvent":
            pass  # S3 sends it when a bucket is first told to notify a queue
        case _:  # S3 by itself: the key is URL-encoded
            for record in message["Records"]:
                if record["eventName"].startswith("ObjectCreated:"):
                    key = unquote_plus(str(record["s3"]["object"]["key"]))
                    yield _uploaded(record["s3"], key, "eTag", "versionId")


def _uploaded(told: Mapping[str, Any], key: str, etag: str, version: str) -> Uploaded:
    found = told["object"]
    return Uploaded(
        str(told["bucket"]["name"]),
        key,
        found.get(etag),
        found.get("size"),
        found.get(version),
        found.get("sequencer"),
    )
