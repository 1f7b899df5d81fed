"""What a refusal probably means, in plain words."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from ec2_batch.doctor.aws_trouble import in_words
from ec2_batch.doctor.database import cause
from ec2_batch.doctor.service import look_at_clock

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "well", "said"),
    [
        (0, True, "It agrees"),
        (-29, True, "It agrees"),
        (300, False, "This machine is 300 s ahead"),
        (-300, False, "This machine is 300 s behind"),
    ],
)
def test_a_clock_may_be_half_a_minute_off(seconds: int, well: bool, said: str) -> None:
    theirs = format_datetime(NOW - timedelta(seconds=seconds), usegmt=True)

    finding = look_at_clock(theirs, NOW)

    assert (finding.well, finding.sentence.startswith(said)) == (well, True)


@pytest.mark.parametrize(
    ("postgres_says", "we_say"),
    [
        ('connection to server at "10.0.1.5", port 5432 failed: timeout expired', "security group"),
        ('FATAL:  PAM authentication failed for user "batch_service"', "rds-db:connect"),
        (
            'no pg_hba.conf entry for host "10.0.1.9", user "x", no encryption',
            "sslmode=verify-full",
        ),
        ("SSL error: certificate verify failed", "sslrootcert"),
        ('server certificate for "a" does not match host name "b"', "the name must be RDS's"),
        ('could not translate host name "db" to address', "host in DATABASE_URL"),
        ('FATAL:  database "student_cloud" does not exist', "studentcloud migrate"),
        ("something new\nwith details", "does not answer as it should: something new"),
    ],
)
def test_a_database_that_refuses_has_a_likely_cause(postgres_says: str, we_say: str) -> None:
    assert we_say in cause(postgres_says)


@pytest.mark.parametrize(
    ("code", "we_say"),
    [
        ("AccessDenied", "may not sqs:GetQueueAttributes"),
        ("RequestTimeTooSkewed", "clock"),
        ("ExpiredToken", "sign in again"),
        ("AWS.SimpleQueueService.NonExistentQueue", "does not exist"),
    ],
)
def test_aws_that_refuses_has_a_likely_cause(code: str, we_say: str) -> None:
    error = ClientError({"Error": {"Code": code, "Message": "…"}}, "GetQueueAttributes")

    assert we_say in in_words(error, "sqs:GetQueueAttributes")


def test_a_machine_without_credentials_is_told_where_they_come_from() -> None:
    assert "instance role" in in_words(NoCredentialsError(), "s3:GetObject")
