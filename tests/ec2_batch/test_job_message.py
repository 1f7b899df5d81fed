"""Messages: every shape in which a job is asked for, and nothing else."""

import json

import pytest

from ec2_batch.job_message import (
    ImportRequested,
    JobMessage,
    ReportRequested,
    Uploaded,
    import_requested,
    parse_message,
    report_requested,
)

BY_EVENTBRIDGE = {
    "source": "aws.s3",
    "detail-type": "Object Created",
    "detail": {"bucket": {"name": "b"}, "object": {"key": "uploads/a b+c", "sequencer": "1"}},
}
BY_S3 = {"Records": [{"s3": {"bucket": {"name": "b"}, "object": {"key": "uploads/a+b%2Bc"}}}]}


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        (json.dumps(BY_EVENTBRIDGE), [Uploaded("b", "uploads/a b+c")]),
        (json.dumps(BY_S3), [Uploaded("b", "uploads/a b+c")]),
        (json.dumps({"detail-type": "report.requested", "detail": {"reportJobId": 4}}),
         [ReportRequested(4)]),
        (import_requested(7), [ImportRequested(7)]),
        (report_requested(8), [ReportRequested(8)]),
        ('{"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"}', []),
        ('{"detail-type": "Object Created", "detail": {}}', []),
        ('{"detail-type": "report.requested", "detail": {"reportJobId": "x"}}', []),
        ('{"Records": [{}]}', []),
        ('{"Records": 3, "detail": null}', []),
        ("[1]", []),
        ("not json", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_message_asks_for_a_job_or_for_nothing(body: str, asked: list[JobMessage]) -> None:
    assert parse_message(body) == asked
