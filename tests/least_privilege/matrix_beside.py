"""More of what roles may and may not do, of which the stand-in with evaluation is not asked.

These are roles that it does not take and services that it does not have. With the matrix they
name every action that is granted, and for each statement something just outside of it.
"""

from infra_cfn.wiring.resource import ACCOUNT, REGION
from tests.least_privilege.matrix import (
    FUNCTION,
    HOST,
    LOGIN,
    LOGS,
    MAY,
    MAY_NOT,
    NAME,
    QUEUE,
    REPORTS,
    SECRET,
    UPLOADS,
    Row,
)
from tests.least_privilege.policies import ENVIRONMENT

MIGRATION, PROXY, FLOWS = "migration.Role", "data.ProxyRole", "observability.NetworkLogRole"
STREAM = "log-stream:1"
FUNCTION_LOG = f"{LOGS}:/aws/lambda/{NAME}-graphql-api:{STREAM}"
MIGRATION_LOG = f"{LOGS}:/aws/lambda/{NAME}-migration:{STREAM}"
HOST_LOG = f"{LOGS}:/student-cloud/{ENVIRONMENT}/batch:{STREAM}"
FLOW_LOG = f"{LOGS}:/student-cloud/{ENVIRONMENT}/network:{STREAM}"
HOSTS = f"arn:aws:autoscaling:{REGION}:{ACCOUNT}:autoScalingGroup:1:autoScalingGroupName"
PACKAGE = f"arn:aws:s3:::{NAME}-code-codebucket/given-BatchCodeKey"

ALL_MAY: tuple[Row, ...] = (
    *MAY,
    (FUNCTION, "xray:PutTelemetryRecords", "*"),
    (FUNCTION, "logs:CreateLogStream", FUNCTION_LOG),
    (HOST, "s3:GetObject", f"{REPORTS}/reports/1/roster.csv"),
    (HOST, "s3:GetObject", PACKAGE),
    (HOST, "sqs:ChangeMessageVisibility", f"{QUEUE}-standing"),
    (HOST, "sqs:GetQueueAttributes", f"{QUEUE}-jobs-dead"),
    (HOST, "logs:CreateLogStream", HOST_LOG),
    (HOST, "logs:PutLogEvents", HOST_LOG),
    (HOST, "logs:DescribeLogStreams", HOST_LOG),
    (HOST, "xray:PutTraceSegments", "*"),
    (HOST, "xray:PutTelemetryRecords", "*"),
    (HOST, "autoscaling:SetInstanceProtection", f"{HOSTS}/{NAME}-batch"),
    (HOST, "autoscaling:CompleteLifecycleAction", f"{HOSTS}/{NAME}-batch"),
    (MIGRATION, "secretsmanager:GetSecretValue", SECRET),
    (MIGRATION, "logs:CreateLogStream", MIGRATION_LOG),
    (MIGRATION, "logs:PutLogEvents", MIGRATION_LOG),
    (PROXY, "rds-db:connect", f"{LOGIN}/api_service"),
    (FLOWS, "logs:CreateLogStream", FLOW_LOG),
    (FLOWS, "logs:PutLogEvents", FLOW_LOG),
    (FLOWS, "logs:DescribeLogStreams", FLOW_LOG),
)

ALL_MAY_NOT: tuple[Row, ...] = (
    *MAY_NOT,
    (HOST, "s3:GetObject", f"{PACKAGE}-of-another-release"),
    (HOST, "logs:PutLogEvents", FUNCTION_LOG),
    (HOST, "cloudwatch:PutMetricData", "*"),
    (HOST, "autoscaling:SetInstanceProtection", f"{HOSTS}/somebody-elses"),
    (HOST, "autoscaling:CompleteLifecycleAction", f"{HOSTS}/somebody-elses"),
    # Migrations sign in as the database's owner, and have no other key.
    (MIGRATION, "secretsmanager:GetSecretValue", SECRET.replace("rds!db-master", "other")),
    (MIGRATION, "secretsmanager:PutSecretValue", SECRET),
    (MIGRATION, "logs:PutLogEvents", FUNCTION_LOG),
    (MIGRATION, "s3:GetObject", f"{UPLOADS}/uploads/1"),
    (PROXY, "rds-db:connect", f"{LOGIN}/student_cloud_admin"),
    (PROXY, "rds-db:connect", f"{LOGIN}/batch_service"),
    (FLOWS, "logs:PutLogEvents", FUNCTION_LOG),
)
