"""A resource of a stack, and what others are told when they ask for it."""

from dataclasses import dataclass
from typing import Any

PARTITION, REGION, ACCOUNT, SUFFIX = "aws", "eu-west-1", "123456789012", "amazonaws.com"

# Which property names a resource, where one does; others are named by CloudFormation.
NAMED_BY = {
    "AWS::Events::EventBus": "Name",
    "AWS::Events::Rule": "Name",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::RDS::DBInstance": "DBInstanceIdentifier",
    "AWS::RDS::DBProxy": "DBProxyName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
}
# What follows the partition in an ARN; {} is the name.
ARNS = {
    "AWS::Events::EventBus": f"events:{REGION}:{ACCOUNT}:event-bus/{{}}",
    "AWS::Events::Rule": f"events:{REGION}:{ACCOUNT}:rule/{{}}",
    "AWS::IAM::Role": f"iam::{ACCOUNT}:role/{{}}",
    "AWS::KMS::Key": f"kms:{REGION}:{ACCOUNT}:key/{{}}",
    "AWS::Lambda::Function": f"lambda:{REGION}:{ACCOUNT}:function:{{}}",
    "AWS::Logs::LogGroup": f"logs:{REGION}:{ACCOUNT}:log-group:{{}}",
    "AWS::RDS::DBProxy": f"rds:{REGION}:{ACCOUNT}:db-proxy:{{}}",
    "AWS::S3::Bucket": "s3:::{}",
    "AWS::SNS::Topic": f"sns:{REGION}:{ACCOUNT}:{{}}",
    "AWS::SQS::Queue": f"sqs:{REGION}:{ACCOUNT}:{{}}",
}
# Those whose Ref is their ARN.
REFERRED_BY_ARN = frozenset({"AWS::SNS::Topic"})


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource, its properties as CloudFormation would see them."""

    stack: str
    logical_id: str
    kind: str  # AWS::EC2::Subnet
    properties: dict[str, Any]

    @property
    def name(self) -> str:
        """Return the name it is given, or one as CloudFormation would make."""
        given = self.properties.get(NAMED_BY.get(self.kind, ""))
        return str(given) if given else f"{self.stack}-{self.logical_id}".lower()

    @property
    def arn(self) -> str:
        """Return its ARN; one of a kind that is not known has the kind in it."""
        form = ARNS.get(self.kind, f"{self.kind.replace('::', '-')}:{REGION}:{ACCOUNT}:{{}}")
        return f"arn:{PARTITION}:{form.format(self.name)}"

    @property
    def reference(self) -> str:
        """Return what Ref gives."""
        if self.kind == "AWS::SQS::Queue":
            return f"https://sqs.{REGION}.{SUFFIX}/{ACCOUNT}/{self.name}"
        return self.arn if self.kind in REFERRED_BY_ARN else self.name

    def attribute(self, name: str) -> str:
        """Return what GetAtt gives; other than ARNs, a word that tells where it is from."""
        return self.arn if name in ("Arn", "DBProxyArn") else f"{self.name}.{name}"
