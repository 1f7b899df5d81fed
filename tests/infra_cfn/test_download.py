"""Downloading a file by a presigned address, as people do with reports."""

import urllib.error
import urllib.request

import boto3
from botocore.config import Config

from infra_cfn.deploy import Deployment
from infra_cfn.local.aws.ministack import AWS_ENVIRON, Ministack


def address(ministack: Ministack, bucket: str, key: str) -> str:
    s3 = boto3.client(
        "s3",
        endpoint_url=ministack.endpoint,
        region_name=AWS_ENVIRON["AWS_REGION"],
        aws_access_key_id=AWS_ENVIRON["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=AWS_ENVIRON["AWS_SECRET_ACCESS_KEY"],
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )
    signed: str = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key})
    return signed


def fetched(url: str) -> bytes | int:
    try:
        with urllib.request.urlopen(url) as answer:  # noqa: S310 - loopback
            return bytes(answer.read())
    except urllib.error.HTTPError as refusal:
        return refusal.code


def test_a_signed_address_gives_the_file_and_a_forged_one_does_not(
    ministack: Ministack, deployment: Deployment
) -> None:
    bucket = deployment.outputs["ReportBucket"]
    ministack.client("s3").put_object(Bucket=bucket, Key="reports/1/roster.csv", Body=b"a,b\n")
    signed = address(ministack, bucket, "reports/1/roster.csv")

    assert fetched(signed) == b"a,b\n"
    assert fetched(signed.replace("reports/1", "reports/2")) == 403
