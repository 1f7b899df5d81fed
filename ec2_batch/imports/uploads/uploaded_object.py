"""Stage 1, open: an uploaded object's bytes, of one version, whatever the network does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError, IncompleteReadError

from ec2_batch.imports.issue import UnreadableFileError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CHUNK_BYTES = 1 << 20
MAX_BROKEN_READS = 5  # in a row, with nothing read in between
AUTO_APPLY = "auto-apply"  # x-amz-meta-auto-apply: yes
MAX_UPLOAD_BYTES = 256 << 20  # importCreate's form says the same to S3; this is for other ways in


@dataclass(frozen=True, slots=True)
class UploadedObject:
    """One version of one object: what an import reads from beginning to end."""

    bucket: str
    key: str
    version: str | None  # none where the bucket keeps no versions; the etag then has to do
    etag: str
    size: int  # bytes
    auto_apply: bool = False  # as its metadata ask for


def find_upload(
    s3: "S3Client", bucket: str, key: str, version: str | None = None
) -> UploadedObject | None:
    """Return a version of an object, or the object as it is now; nothing if it is not there."""
    try:
        head = s3.head_object(Bucket=bucket, Key=key, **_of(version))
    except ClientError as error:
        # Without the right to list a bucket, S3 forbids to know what is not in it.
        if error.response["ResponseMetadata"]["HTTPStatusCode"] in (403, 404):
            return None
        raise
    found = head.get("VersionId")
    return UploadedObject(
        bucket,
        key,
        None if found == "null" else found,
        head["ETag"],
        head["ContentLength"],
        head.get("Metadata", {}).get(AUTO_APPLY) == "yes",
    )


def read_chunks(s3: "S3Client", upload: UploadedObject) -> Iterator[bytes]:
    """Yield the object's bytes; a broken connection goes on where it was.

    Raises:
        UnreadableFileError: the object is gone, too large or not the same any more.
    """
    if upload.size > MAX_UPLOAD_BYTES:
        raise UnreadableFileError(
            "TOO_LARGE",
            f"The file has {upload.size / (1 << 20):.0f} MB;"
            f" at most {MAX_UPLOAD_BYTES >> 20} MB can be imported at once.",
        )
    at, broken = 0, 0
    while at < upload.size:
        try:
            begun_at = at
            for chunk in _body_from(s3, upload, at):
                yield chunk
                at, broken = at + len(chunk), 0
            if at == begun_at:  # an answer that ends before it begins is no end of the object
                raise IncompleteReadError(actual_bytes=at, expected_bytes=upload.size)
        except (BotoCoreError, OSError):
            broken += 1
            if broken == MAX_BROKEN_READS:
                raise


def _body_from(s3: "S3Client", upload: UploadedObject, at: int) -> Iterator[bytes]:
    try:
        answer = s3.get_object(
            Bucket=upload.bucket,
            Key=upload.key,
            IfMatch=upload.etag,
            Range=f"bytes={at}-",
            **_of(upload.version),
        )
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] in (404, 412):
            raise UnreadableFileError(
                "FILE_CHANGED",
                "The uploaded file was removed or replaced before it was read. Upload it again.",
            ) from None
        raise
    # A server may give more than was asked for: MiniStack does, of a version.
    surplus = 0 if "ContentRange" in answer else at
    with (body := answer["Body"]):
        for chunk in body.iter_chunks(CHUNK_BYTES):
            if len(chunk) > surplus:
                yield chunk[surplus:]
            surplus = max(surplus - len(chunk), 0)


def _of(version: str | None) -> dict[str, Any]:
    return {"VersionId": version} if version else {}
