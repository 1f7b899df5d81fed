"""Packages are named by their content, and what was live is remembered."""

from dataclasses import replace
from pathlib import Path

import pytest

from infra_cfn.deploying.history import Release, releases, remember
from infra_cfn.deploying.publish import publish
from infra_cfn.local.aws.ministack import Ministack

FIRST = Release("graphql-api/1.zip", "batch/1.tar.gz", "0015")
SECOND = Release("graphql-api/2.zip", "batch/1.tar.gz", "0015")
THIRD = Release("graphql-api/3.zip", "batch/3.tar.gz", "0015")


@pytest.fixture
def bucket(ministack: Ministack, request: pytest.FixtureRequest) -> str:
    name = request.node.name.replace("_", "-")[:60].strip("-")
    ministack.client("s3").create_bucket(Bucket=name)
    return name


def test_the_same_content_is_uploaded_once(
    ministack: Ministack, bucket: str, tmp_path: Path
) -> None:
    s3 = ministack.client("s3")
    package = tmp_path / "batch.tar.gz"
    package.write_bytes(b"first")

    first = publish(s3, bucket, package)
    uploaded = s3.head_object(Bucket=bucket, Key=first)["LastModified"]
    again = publish(s3, bucket, package)
    package.write_bytes(b"second")
    second = publish(s3, bucket, package)

    assert first == again != second
    assert first.startswith("batch/")
    assert first.endswith(".tar.gz")
    assert s3.head_object(Bucket=bucket, Key=first)["LastModified"] == uploaded
    assert s3.get_object(Bucket=bucket, Key=second)["Body"].read() == b"second"


def test_the_releases_that_were_live_are_known_in_their_order(
    ministack: Ministack, bucket: str
) -> None:
    s3 = ministack.client("s3")

    none = releases(s3, bucket, "production")
    for live in (FIRST, SECOND, SECOND, THIRD):
        remember(s3, bucket, "production", live)
    remember(s3, bucket, "development", FIRST)

    assert none == []
    assert releases(s3, bucket, "production") == [FIRST, SECOND, THIRD]


def test_what_was_gone_back_from_is_not_gone_back_to(ministack: Ministack, bucket: str) -> None:
    s3 = ministack.client("s3")
    back = replace(SECOND, gone_back_to=True)

    for live in (FIRST, SECOND, THIRD, back):
        remember(s3, bucket, "production", live)
    after_one = releases(s3, bucket, "production")
    remember(s3, bucket, "production", replace(FIRST, gone_back_to=True))

    assert after_one == [FIRST, back]
    assert [r.code_key for r in releases(s3, bucket, "production")] == [FIRST.code_key]
