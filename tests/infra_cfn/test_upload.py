"""Posting a file by a presigned form, as the console does."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.config import Config

from infra_cfn.deploy import Deployment
from infra_cfn.local.aws.ministack import Ministack


def form(ministack: Ministack, bucket: str, most_bytes: int) -> dict[str, Any]:
    s3 = boto3.client(
        "s3",
        endpoint_url=ministack.endpoint,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - the stand-in takes any
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )
    key = f"uploads/1/{uuid4()}"
    limits = [["content-length-range", 1, most_bytes]]
    posted: dict[str, Any] = s3.generate_presigned_post(bucket, key, Conditions=limits)
    return posted


def post(address: str, fields: Mapping[str, str], body: bytes) -> int:
    edge = uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in {**fields, "file": ""}.items()
    ]
    parts[-1] = (
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    ).encode() + body
    request = urllib.request.Request(  # noqa: S310 - loopback
        address,
        data=b"".join(parts) + f"\r\n--{edge}--\r\n".encode(),
        headers={"Content-Type": f"multipart/form-data; boundary={edge}"},
    )
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


@pytest.mark.parametrize(("size", "status"), [(10, 204), (11, 400)])
def test_a_form_takes_a_file_no_larger_than_it_says(
    ministack: Ministack, deployment: Deployment, size: int, status: int
) -> None:
    posting = form(ministack, deployment.outputs["UploadBucket"], most_bytes=10)

    assert post(posting["url"], posting["fields"], b"x" * size) == status


def test_a_browser_on_another_origin_may_post(ministack: Ministack, deployment: Deployment) -> None:
    preflight = urllib.request.Request(  # noqa: S310 - loopback
        f"{ministack.endpoint}/{deployment.outputs['UploadBucket']}",
        method="OPTIONS",
        headers={"Origin": "http://127.0.0.1:8080", "Access-Control-Request-Method": "POST"},
    )

    with urllib.request.urlopen(preflight) as answer:  # noqa: S310
        allowed = answer.headers["Access-Control-Allow-Origin"]

    assert allowed in ("*", "http://127.0.0.1:8080")


def test_each_upload_is_a_version_of_its_own(ministack: Ministack, deployment: Deployment) -> None:
    s3, bucket = ministack.client("s3"), deployment.outputs["UploadBucket"]

    versions = {
        s3.put_object(Bucket=bucket, Key="uploads/same", Body=body)["VersionId"]
        for body in (b"a", b"b")
    }

    assert len(versions) == 2
    assert json.dumps(s3.get_public_access_block(Bucket=bucket)).count("true") == 4
