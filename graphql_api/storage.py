"""Storage: where files go up and reports come down, straight between client and S3."""

from dataclasses import dataclass
from typing import Any

from runtime import aws

LARGEST_UPLOAD = 5 * 1024**3  # bytes; Source: S3's limit of one POST
FORM_SECONDS = 300  # how long an upload may wait to begin
DOWNLOAD_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Storage:
    """Presigned forms and addresses; nothing of a file passes through the API."""

    upload_bucket: str
    report_bucket: str

    def upload_form(self, key: str) -> tuple[str, dict[str, str]]:
        """Return the address and the fields of a form that uploads one file to `key`."""
        form: dict[str, Any] = aws.client("s3").generate_presigned_post(
            self.upload_bucket,
            key,
            Conditions=[["content-length-range", 0, LARGEST_UPLOAD]],
            ExpiresIn=FORM_SECONDS,
        )
        return form["url"], form["fields"]

    def download_url(self, key: str) -> str:
        """Return an address from which a report can be downloaded for some minutes."""
        url: str = aws.client("s3").generate_presigned_url(
            "get_object",
            Params={"Bucket": self.report_bucket, "Key": key},
            ExpiresIn=DOWNLOAD_SECONDS,
        )
        return url
