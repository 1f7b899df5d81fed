"""What was deployed when, remembered in the code bucket: where a rollback goes back to."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True, slots=True)
class Release:
    """The packages that ran, and how far the database had been contracted for them."""

    code_key: str
    batch_code_key: str
    # The database's revision once this release had taken away what only earlier ones used;
    # a release can be gone back to while nothing was taken away since.
    contracted: str = ""
    gone_back_to: bool = False  # the one before it was not wanted after all

    @property
    def parameters(self) -> dict[str, str]:
        """Return what the templates are given."""
        return {"CodeKey": self.code_key, "BatchCodeKey": self.batch_code_key}


def remember(s3: "S3Client", bucket: str, environment: str, release: Release) -> None:
    """Write down that a release is live now."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    body = json.dumps(asdict(release)).encode()
    s3.put_object(Bucket=bucket, Key=f"history/{environment}/{moment}.json", Body=body)


def releases(s3: "S3Client", bucket: str, environment: str) -> list[Release]:
    """Return what is live, last, and before it what it took the place of; empty before the first.

    What was gone back from is left out.
    """
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=bucket, Prefix=f"history/{environment}/"
    )
    keys = sorted(found["Key"] for page in pages for found in page.get("Contents", []))
    bodies = (s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys)
    kept: list[Release] = []
    for release in (Release(**json.loads(body)) for body in bodies):
        if release.gone_back_to and kept and release.parameters != kept[-1].parameters:
            kept.pop()
        if kept and release.parameters == kept[-1].parameters:
            kept[-1] = release
        else:
            kept.append(release)
    return kept
