"""A file that grows in S3 while it is written, in parts, without being held anywhere whole."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

PART_BYTES = 8 << 20  # S3 takes parts from 5 MB on, and 10,000 of them
CSV = "text/csv; charset=utf-8"


@dataclass(slots=True)
class PartWriter:
    """A binary file to write to; it exists once `finish` has returned."""

    s3: "S3Client"
    bucket: str
    key: str
    each_part: Callable[[int], None]  # told the number of lines so far
    content_type: str = CSV
    lines: int = 0
    _buffer: bytearray = field(default_factory=bytearray)
    _upload_id: str | None = None
    _parts: list["CompletedPartTypeDef"] = field(default_factory=list)

    def write(self, data: bytes) -> int:
        """Take some bytes, and send a part when there are enough of them."""
        self._buffer += data
        self.lines += data.count(b"\n")
        if len(self._buffer) >= PART_BYTES:
            self._send()
        return len(data)

    def finish(self) -> None:
        """Send what is left and make the object."""
        if self._upload_id is None:
            self.s3.put_object(
                Bucket=self.bucket,
                Key=self.key,
                Body=bytes(self._buffer),
                ContentType=self.content_type,
            )
            return
        if self._buffer:
            self._send()
        self.s3.complete_multipart_upload(
            Bucket=self.bucket,
            Key=self.key,
            UploadId=self._upload_id,
            MultipartUpload={"Parts": self._parts},
        )

    def abandon(self) -> None:
        """Throw away what was sent."""
        if self._upload_id is not None:
            self.s3.abort_multipart_upload(
                Bucket=self.bucket, Key=self.key, UploadId=self._upload_id
            )

    def _send(self) -> None:
        if self._upload_id is None:
            begun = self.s3.create_multipart_upload(
                Bucket=self.bucket, Key=self.key, ContentType=self.content_type
            )
            self._upload_id = begun["UploadId"]
        number = len(self._parts) + 1
        sent = self.s3.upload_part(
            Bucket=self.bucket,
            Key=self.key,
            UploadId=self._upload_id,
            PartNumber=number,
            Body=bytes(self._buffer),
        )
        self._parts.append({"PartNumber": number, "ETag": sent["ETag"]})
        self._buffer.clear()
        self.each_part(self.lines)
