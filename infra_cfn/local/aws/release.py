"""What the stacks expect to find in an account: the function's zip and an image for hosts."""

import platform
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from infra_cfn.local.aws.ministack import Ministack
from infra_cfn.package import LEFT_OUT, LOCK, PACKAGES, PROJECT, Target, package

BUCKET = "student-cloud-local-code"
IMAGE = "/student-cloud/image"  # AWS's own parameters are not in the stand-in
# The stand-in runs functions in a Python of this version.
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
# What Lambda's Python runtime has of itself.
RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "urllib3", "dateutil", "six")


def sources() -> Iterator[Path]:
    """Yield the files that the function's zip is made of."""
    yield LOCK
    for name in PACKAGES:
        for path in (PROJECT / name).rglob("*"):
            if path.is_file() and not set(path.parts) & set(LEFT_OUT):
                yield path


def publish(aws: Ministack, made_of: str) -> Mapping[str, str]:
    """Package the function and upload it; return the parameters that say where it is.

    `made_of` is the fingerprint of its sources.
    """
    key, zipped = f"graphql-api/{made_of}.zip", aws.directory / "tmp" / "graphql-api.zip"
    machine = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
    package(zipped, Target(machine, PYTHON))
    s3 = aws.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    s3.upload_file(str(zipped), BUCKET, key)
    zipped.unlink()
    publish_image(aws)
    return {
        "CodeBucket": BUCKET,
        "CodeKey": key,
        "BatchCodeKey": "batch.tar.gz",  # of hosts, of which none is ever started
        "ImageId": IMAGE,
    }


def publish_image(aws: Ministack) -> None:
    """Name an image for hosts."""
    aws.client("ssm").put_parameter(
        Name=IMAGE,
        Value="ami-0123456789abcdef0",
        Type="String",
        DataType="aws:ec2:image",
        Overwrite=True,
    )


def link_runtime(folder: Path) -> None:
    """Make a folder in which a function finds what is the runtime's, and nothing else of ours."""
    folder.mkdir(exist_ok=True)
    for name in RUNTIME:
        found = find_spec(name)
        assert found
        assert found.origin
        origin = Path(found.origin)
        source = origin.parent if origin.name == "__init__.py" else origin
        link = folder / source.name
        link.unlink(missing_ok=True)
        link.symlink_to(source)
