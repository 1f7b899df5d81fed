"""Reading an object: a connection that breaks goes on where it was, in the same version."""

import os
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from botocore.exceptions import EndpointConnectionError, IncompleteReadError

from ec2_batch.imports.issue import UnreadableFileError
from ec2_batch.imports.uploads.uploaded_object import (
    MAX_BROKEN_READS,
    UploadedObject,
    find_upload,
    read_chunks,
)
from infra_cfn.local.aws.ministack import Ministack
from tests.ec2_batch.emptying_proxy import emptying_proxy

DATA = os.urandom(3_500_000)


class Breaking:
    """The real client, whose bodies break off after so many bytes, so many times."""

    def __init__(self, s3: Any, after: int, times: int) -> None:
        self.s3, self.after, self.times = s3, after, times
        self.ranges: list[str] = []

    def get_object(self, **asked: Any) -> dict[str, Any]:
        self.ranges.append(asked["Range"])
        answer: dict[str, Any] = self.s3.get_object(**asked)
        if self.times:
            self.times -= 1
            answer["Body"] = BreakingBody(answer["Body"], self.after)
        return answer


class BreakingBody:
    """A body that breaks off."""

    def __init__(self, body: Any, after: int) -> None:
        self.body, self.after = body, after

    def __enter__(self) -> "BreakingBody":
        return self

    def __exit__(self, *_: object) -> None:
        self.body.close()

    def iter_chunks(self, size: int) -> Iterator[bytes]:
        given = 0
        for chunk in self.body.iter_chunks(size):
            given += len(chunk)
            if given > self.after:
                raise IncompleteReadError(actual_bytes=given, expected_bytes=len(DATA))
            yield chunk


@pytest.fixture
def upload(ministack: Ministack, bucket: str) -> UploadedObject:
    key = f"uploads/{uuid4()}"
    ministack.client("s3").put_object(Bucket=bucket, Key=key, Body=DATA)
    found = find_upload(ministack.client("s3"), bucket, key)
    assert found
    return found


def test_a_body_that_breaks_off_is_read_on_from_there(
    ministack: Ministack, upload: UploadedObject
) -> None:
    s3: Any = Breaking(ministack.client("s3"), after=1_500_000, times=2)

    assert b"".join(read_chunks(s3, upload)) == DATA
    assert s3.ranges[:2] == ["bytes=0-", "bytes=1048576-"]
    assert len(s3.ranges) == 3


def test_a_body_that_never_comes_is_given_up(ministack: Ministack, upload: UploadedObject) -> None:
    s3: Any = Breaking(ministack.client("s3"), after=0, times=100)

    with pytest.raises(IncompleteReadError):
        list(read_chunks(s3, upload))
    assert len(s3.ranges) == 5


@pytest.mark.parametrize("times", [1, 100])
def test_an_empty_body_is_asked_for_again_a_few_times(
    ministack: Ministack, upload: UploadedObject, times: int
) -> None:
    with emptying_proxy(ministack, times) as proxy:
        chunks = read_chunks(proxy.client(), upload)
        if times == 1:
            assert b"".join(chunks) == DATA
        else:
            with pytest.raises(IncompleteReadError):
                list(chunks)

    assert proxy.emptied == min(times, MAX_BROKEN_READS)


def test_another_version_is_not_read_on_from(
    ministack: Ministack, upload: UploadedObject, bucket: str
) -> None:
    s3 = ministack.client("s3")
    changed = UploadedObject(bucket, upload.key, None, upload.etag, upload.size)
    chunks = read_chunks(s3, changed)
    next(chunks)
    s3.put_object(Bucket=bucket, Key=upload.key, Body=b"another")

    with pytest.raises(UnreadableFileError, match="replaced"):
        list(read_chunks(s3, changed))


def test_what_was_never_uploaded_is_not_found(ministack: Ministack, bucket: str) -> None:
    assert find_upload(ministack.client("s3"), bucket, "uploads/nothing") is None


def test_a_stand_in_that_is_away_is_not_an_empty_file(upload: UploadedObject) -> None:
    class Away:
        def get_object(self, **_asked: Any) -> None:
            raise EndpointConnectionError(endpoint_url="http://127.0.0.1:9")

    away: Any = Away()
    with pytest.raises(EndpointConnectionError):
        list(read_chunks(away, upload))
