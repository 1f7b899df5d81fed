"""Messages: every shape in which a job is asked for, and nothing else."""

import json

import pytest

from ec2_batch.job_message import (
    ImportRequested,
    JobMessage,
    ReportRequested,
    UndoRequested,
    Uploaded,
    import_requested,
    parse_message,
    report_requested,
    undo_requested,
)

BY_EVENTBRIDGE = {
    "source": "aws.s3",
    "detail-type": "Object Created",
    "detail": {
        "bucket": {"name": "b"},
        "object": {
            "key": "uploads/a+b%2B",
            "size": 3,
            "etag": "e",
            "version-id": "v",
            "sequencer": "0A",
        },
    },
}
OBJECT = {"key": "uploads/a+b%2Bc", "size": 3, "eTag": "e", "versionId": "v", "sequencer": "0A"}
BY_S3 = {
    "Records": [
        {"eventName": "ObjectCreated:Post", "s3": {"bucket": {"name": "b"}, "object": OBJECT}},
        {"eventName": "ObjectRemoved:Delete", "s3": {"bucket": {"name": "b"}, "object": OBJECT}},
        {"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "b"}, "object": {"key": "k"}}},
    ]
}


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        (json.dumps(BY_EVENTBRIDGE), [Uploaded("b", "uploads/a+b%2B", "e", 3, "v", "0A")]),
        (json.dumps(BY_S3),
         [Uploaded("b", "uploads/a b+c", "e", 3, "v", "0A"), Uploaded("b", "k")]),
        (json.dumps({"detail-type": "report.requested", "detail": {"reportJobId": 4}}),
         [ReportRequested(4)]),
        (json.dumps({"detail-type": "import.apply_requested", "detail": {"importJobId": 5}}),
         [ImportRequested(5)]),
        (json.dumps({"detail-type": "import.undo_requested", "detail": {"importJobId": 6}}),
         [UndoRequested(6)]),
        (undo_requested(9), [UndoRequested(9)]),
        (import_requested(7), [ImportRequested(7)]),
        (report_requested(8), [ReportRequested(8)]),
        ('{"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"}', []),
        ('{"Records": []}', []),
    ],
)  # fmt: skip
def test_a_message_asks_for_jobs_or_for_nothing(body: str, asked: list[JobMessage]) -> None:
    assert parse_message(body) == asked


@pytest.mark.parametrize(
    "body",
    [
        '{"detail-type": "Object Created", "detail": {}}',
        '{"detail-type": "report.requested", "detail": {"reportJobId": "x"}}',
        '{"detail-type": "grade.posted", "detail": {}}',
        '{"Records": [{}]}',
        '{"Records": 3, "detail": null}',
        "{}",
        "[1]",
        "not json",
        "",
    ],
)
def test_what_is_no_message_of_ours_is_known_as_such(body: str) -> None:
    assert parse_message(body) is None
