"""What roles may and may not do, written down by hand."""

from infra_cfn.wiring.resource import ACCOUNT, REGION
from tests.least_privilege.policies import ENVIRONMENT, MASTER_SECRET
from tests.least_privilege.requests import OVER_TLS
from tests.least_privilege.simulate import Context, Request

FUNCTION, HOST, INBOX = "api.FunctionRole", "batch.HostRole", "storage.InboxWriter"
NAME = f"student-cloud-{ENVIRONMENT}"
BUCKETS = f"arn:aws:s3:::{NAME}-storage"
UPLOADS, REPORTS = f"{BUCKETS}-uploadbucket", f"{BUCKETS}-reportbucket"
ACCESS_LOG = f"{BUCKETS}-accesslogbucket"
QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{NAME}"
BUS = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus"
LOGIN = f"arn:aws:rds-db:{REGION}:{ACCOUNT}:dbuser:{NAME}.DbiResourceId"
FUNCTIONS = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{NAME}"
LOGS = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group"
SECRET = MASTER_SECRET
GROUP = f"arn:aws:ec2:{REGION}:{ACCOUNT}:security-group/sg-1"
OURS: Context = {"events:source": ["student-cloud"]}

TAGGED: Context = {"aws:PrincipalTag/student-cloud-inbox": "a"}

Row = tuple[str, str, str] | tuple[str, str, str, Context]

MAY: tuple[Row, ...] = (
    (FUNCTION, "s3:PutObject", f"{UPLOADS}/uploads/1"),
    (FUNCTION, "s3:GetObject", f"{REPORTS}/reports/1/roster.csv"),
    (FUNCTION, "rds-db:connect", f"{LOGIN}/api_service"),
    (FUNCTION, "xray:PutTraceSegments", "*"),
    (FUNCTION, "logs:PutLogEvents", f"{LOGS}:/aws/lambda/{NAME}-graphql-api:log-stream:1"),
    (HOST, "s3:GetObject", f"{UPLOADS}/uploads/1"),
    (HOST, "s3:GetObjectVersion", f"{UPLOADS}/inbox/somebody/students.csv"),
    (HOST, "s3:ListBucket", UPLOADS, {"s3:prefix": "inbox/"}),
    (HOST, "s3:PutObject", f"{REPORTS}/reports/1/roster.csv"),
    (HOST, "s3:AbortMultipartUpload", f"{REPORTS}/reports/1/roster.csv"),
    (HOST, "sqs:ReceiveMessage", f"{QUEUE}-jobs"),
    (HOST, "sqs:DeleteMessage", f"{QUEUE}-standing-dead"),
    (HOST, "sqs:SendMessage", f"{QUEUE}-jobs"),
    (HOST, "events:PutEvents", f"{BUS}/{NAME}", OURS),
    (HOST, "rds-db:connect", f"{LOGIN}/batch_service"),
    (HOST, "cloudwatch:PutMetricData", "*", {"cloudwatch:namespace": "StudentCloud/Hosts"}),
    (INBOX, "s3:PutObject", f"{UPLOADS}/inbox/a/f.csv", TAGGED),
)

MAY_NOT: tuple[Row, ...] = (
    # The function signs for uploads and reports, and does nothing else.
    (FUNCTION, "s3:GetObject", f"{UPLOADS}/uploads/1"),
    (FUNCTION, "s3:PutObject", f"{UPLOADS}/inbox/somebody/students.csv"),
    (FUNCTION, "s3:PutObject", f"{REPORTS}/reports/1/roster.csv"),
    (FUNCTION, "s3:DeleteObject", f"{REPORTS}/reports/1/roster.csv"),
    (FUNCTION, "s3:ListBucket", REPORTS, {"s3:prefix": ""}),
    (FUNCTION, "s3:GetObject", f"{ACCESS_LOG}/uploads/1"),
    (FUNCTION, "s3:GetObject", "arn:aws:s3:::somebody-elses/reports/1"),
    (FUNCTION, "sqs:SendMessage", f"{QUEUE}-jobs"),
    (FUNCTION, "sqs:ReceiveMessage", f"{QUEUE}-jobs"),
    (FUNCTION, "events:PutEvents", f"{BUS}/{NAME}", OURS),
    (FUNCTION, "rds-db:connect", f"{LOGIN}/batch_service"),
    (FUNCTION, "rds-db:connect", f"{LOGIN}/student_cloud_admin"),
    (FUNCTION, "rds-db:connect", f"{LOGIN.replace('DbiResourceId', 'Other')}/api_service"),
    (FUNCTION, "secretsmanager:GetSecretValue", SECRET),
    (FUNCTION, "lambda:InvokeFunction", f"{FUNCTIONS}-graphql-api"),
    (FUNCTION, "lambda:UpdateFunctionCode", f"{FUNCTIONS}-graphql-api"),
    (FUNCTION, "iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/admin"),
    (FUNCTION, "sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/admin"),
    (FUNCTION, "logs:PutLogEvents", f"{LOGS}:/student-cloud/{ENVIRONMENT}/batch:log-stream:1"),
    (FUNCTION, "s3:PutObject", f"{UPLOADS}/uploads/1", {"aws:SecureTransport": "false"}),
    # Hosts read uploads, write reports, work from their queues, and tell of what we did.
    (HOST, "s3:PutObject", f"{UPLOADS}/uploads/1"),
    (HOST, "s3:PutObject", f"{UPLOADS}/inbox/somebody/students.csv"),
    (HOST, "s3:DeleteObject", f"{UPLOADS}/uploads/1"),
    (HOST, "s3:DeleteObjectVersion", f"{UPLOADS}/uploads/1"),
    (HOST, "s3:GetObject", f"{UPLOADS}/elsewhere/1"),
    (HOST, "s3:ListBucket", UPLOADS, {"s3:prefix": ""}),
    (HOST, "s3:ListBucket", UPLOADS, {"s3:prefix": "uploads/"}),
    (HOST, "s3:ListBucket", UPLOADS),
    (HOST, "s3:ListBucket", REPORTS, {"s3:prefix": "inbox/"}),
    (HOST, "s3:DeleteObject", f"{REPORTS}/reports/1/roster.csv"),
    (HOST, "s3:PutBucketPolicy", REPORTS),
    (HOST, "s3:GetObject", f"{ACCESS_LOG}/uploads/1"),
    (HOST, "s3:GetObject", f"{REPORTS}/reports/1/roster.csv", {"aws:SecureTransport": "false"}),
    (HOST, "sqs:SendMessage", f"{QUEUE}-jobs-dead"),
    (HOST, "sqs:ReceiveMessage", f"{QUEUE}-others"),
    (HOST, "sqs:PurgeQueue", f"{QUEUE}-jobs"),
    (HOST, "sqs:DeleteQueue", f"{QUEUE}-jobs"),
    (HOST, "sqs:SetQueueAttributes", f"{QUEUE}-jobs"),
    (HOST, "sqs:ReceiveMessage", f"{QUEUE}-jobs", {"aws:SecureTransport": "false"}),
    (HOST, "events:PutEvents", f"{BUS}/default", OURS),
    (HOST, "events:PutEvents", f"{BUS}/{NAME}", {"events:source": ["aws.s3"]}),
    (HOST, "events:PutEvents", f"{BUS}/{NAME}", {"events:source": ["student-cloud", "aws.s3"]}),
    (HOST, "events:PutEvents", f"{BUS}/{NAME}"),  # a source that is not told is none of ours
    (HOST, "events:PutRule", f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{NAME}/any"),
    (HOST, "cloudwatch:PutMetricData", "*", {"cloudwatch:namespace": "AWS/SQS"}),
    (HOST, "rds-db:connect", f"{LOGIN}/api_service"),
    (HOST, "rds-db:connect", f"{LOGIN}/student_cloud_admin"),
    (HOST, "secretsmanager:GetSecretValue", SECRET),
    (HOST, "iam:CreateUser", f"arn:aws:iam::{ACCOUNT}:user/me"),
    (HOST, "iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/admin"),
    (HOST, "sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/admin"),
    (HOST, "ec2:AuthorizeSecurityGroupIngress", GROUP),
    (HOST, "lambda:UpdateFunctionCode", f"{FUNCTIONS}-graphql-api"),
    (HOST, "rds:DeleteDBInstance", f"arn:aws:rds:{REGION}:{ACCOUNT}:db:{NAME}"),
    # Who drops files does so into one folder, named by a tag.
    (INBOX, "s3:PutObject", f"{UPLOADS}/inbox/a/f.csv"),
    (INBOX, "s3:PutObject", f"{UPLOADS}/inbox/b/f.csv", TAGGED),
    (INBOX, "s3:PutObject", f"{UPLOADS}/uploads/1", TAGGED),
    (INBOX, "s3:GetObject", f"{UPLOADS}/inbox/a/f.csv", TAGGED),
    (INBOX, "s3:DeleteObject", f"{UPLOADS}/inbox/a/f.csv", TAGGED),
)


def request_of(row: Row) -> Request:
    """Return a row's request; over TLS unless it says otherwise."""
    return Request(row[1], row[2], {**OVER_TLS, **(row[3] if len(row) > 3 else {})})
