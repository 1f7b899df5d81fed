"""Packages in the code bucket, named by what is in them."""

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CHUNK = 1 << 20  # bytes


def publish(s3: "S3Client", bucket: str, package: Path) -> str:
    """Upload a package unless its very content is there already, and return its key."""
    digest = _sha256(package)
    name, suffix = package.name.split(".", 1)
    key = f"{name}/{digest.hex()}.{suffix}"
    if not _exists(s3, bucket, key):
        with package.open("rb") as body:
            s3.put_object(
                Bucket=bucket,
                Key=key,
                Body=body,
                # S3 refuses what arrives as something else.
                ChecksumSHA256=base64.b64encode(digest).decode(),
            )
    return key


def _sha256(package: Path) -> bytes:
    digest = hashlib.sha256()
    with package.open("rb") as body:
        while chunk := body.read(CHUNK):
            digest.update(chunk)
    return digest.digest()


def _exists(s3: "S3Client", bucket: str, key: str) -> bool:
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return False
        raise
    return True
