"""The network on AWS, looked at by somebody who may describe it."""

from botocore.exceptions import BotoCoreError, ClientError

from ec2_batch.doctor.aws_trouble import in_words
from ec2_batch.doctor.finding import Finding
from ec2_batch.doctor.network.describe import read_network
from ec2_batch.doctor.network.rules import judge
from runtime import aws


def examine_network(environment: str) -> list[Finding]:
    """Hold what AWS describes against every rule; it takes ReadOnlyAccess or the like."""
    try:
        return judge(read_network(aws.client, environment))
    except ClientError as error:
        asked = f"be asked {error.operation_name}"
        return [Finding("network", False, in_words(error, asked))]
    except BotoCoreError as error:
        return [Finding("network", False, in_words(error, "describe networks"))]
