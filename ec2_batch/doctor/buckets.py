"""The buckets: whether uploads can be found and reports kept."""

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from ec2_batch.doctor.aws_trouble import in_words
from ec2_batch.doctor.finding import Finding

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PROBE = "reports/doctor"  # forgotten with the reports, after some days


def look_at_upload_bucket(s3: "S3Client", bucket: str) -> Finding:
    """Ask for an upload that is not there."""
    try:
        s3.head_object(Bucket=bucket, Key="uploads/doctor")
    except ClientError as error:
        # Who may read but not list is told 403 of what is not there, as a host is.
        if error.response["ResponseMetadata"]["HTTPStatusCode"] not in (403, 404):
            return Finding("upload bucket", False, in_words(error, "s3:GetObject"))
    except BotoCoreError as error:
        return Finding("upload bucket", False, in_words(error, "s3:GetObject"))
    return Finding("upload bucket", True, f"{bucket} answers.")


def look_at_report_bucket(s3: "S3Client", bucket: str) -> Finding:
    """Write an empty object and read it back."""
    action = "s3:PutObject"
    try:
        s3.put_object(Bucket=bucket, Key=PROBE, Body=b"")
        action = "s3:GetObject"
        s3.get_object(Bucket=bucket, Key=PROBE)
    except (BotoCoreError, ClientError) as error:
        return Finding("report bucket", False, in_words(error, action))
    return Finding("report bucket", True, f"{bucket} can be written and read.")
