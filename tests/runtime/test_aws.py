"""AWS clients: found by the usual variables, patient but not for ever."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from runtime import aws


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    endpoint = "http://127.0.0.1:4566"
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    aws._client.cache_clear()
    yield endpoint
    aws._client.cache_clear()


def test_a_stand_in_is_found_by_its_variable(stand_in: str) -> None:
    assert aws.client("sqs").meta.endpoint_url == stand_in


def test_a_client_is_made_once(stand_in: str) -> None:
    assert aws.client("s3") is aws.client("s3")


def test_presigned_addresses_are_of_version_4_with_the_bucket_in_the_path(stand_in: str) -> None:
    address = aws.client("s3").generate_presigned_url(
        "get_object", Params={"Bucket": "uploads", "Key": "a.csv"}
    )

    assert address.startswith(f"{stand_in}/uploads/a.csv?")
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in address


def test_a_call_outlasts_the_longest_wait_for_a_message_and_no_more(stand_in: str) -> None:
    config: Any = aws.client("sqs").meta.config

    assert 20 < config.read_timeout < 60
    assert config.connect_timeout == 3
    assert config.retries["mode"] == "standard"


def test_a_program_that_calls_no_aws_imports_no_boto() -> None:
    program = """
import sys
from runtime import aws, log, tracing
assert not [name for name in sys.modules if name.startswith("boto")]
"""
    subprocess.run([sys.executable, "-c", program], check=True, env={"PATH": ""})
