"""The AWS stand-in of a running `make up`."""

from typing import Any

from ec2_batch.client.nearest_up import Up


def stand_in(up: Up, service: str) -> Any:
    """Return a client of the local AWS, which wants some key and no particular one."""
    import boto3

    session = boto3.Session("local", "local", region_name="us-east-1")
    return session.client(service, endpoint_url=up.aws_endpoint)  # type: ignore[call-overload]
