"""What the stacks expect to find in an account: the function's zip and an image for hosts."""

from infra_cfn.local.aws.ministack import Ministack

IMAGE = "/student-cloud/image"  # AWS's own parameters are not in the stand-in


def publish_image(aws: Ministack) -> None:
    """Name an image for hosts, of which none is ever started."""
    aws.client("ssm").put_parameter(
        Name=IMAGE,
        Value="ami-0123456789abcdef0",
        Type="String",
        DataType="aws:ec2:image",
        Overwrite=True,
    )
