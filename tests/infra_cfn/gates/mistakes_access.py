"""Mistakes with permissions, accounts, alarms and logs."""

from tests.infra_cfn.gates.mistake import (
    Mistake,
    Templates,
    added,
    allows,
    drop,
    put,
    replaced,
    without,
)

HOST = "batch/HostRole/Policies/0/PolicyDocument"
API = "api/FunctionRole/Policies/0/PolicyDocument"
CLIENT, POOL = "identity/AppClient", "identity/UserPool"
EVERYBODY = {"Sid": "Open", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
ALARM = "alarms/JobsDead"


def exported(templates: Templates) -> None:
    """Tie other stacks to this one."""
    templates["data"]["Outputs"]["DatabaseHost"]["Export"] = {"Name": "database"}


def nobodys_bill(templates: Templates) -> None:
    """Tell nobody of what it costs."""
    template = templates["account"]
    del template["Parameters"]["BudgetEmail"], template["Resources"]["Budget"]
    del template["Conditions"]


ACCESS = [
    Mistake("a key for ever", put("observability/AlarmKey/EnableKeyRotation", False)),
    Mistake("alarms cannot use the key", drop("observability/AlarmKey/KeyPolicy/Statement/1")),
    Mistake("anybody's key", put("observability/AlarmKey/KeyPolicy/Statement/0/Principal", "*")),
    Mistake(
        "a key for other accounts' alarms",
        drop("observability/AlarmKey/KeyPolicy/Statement/1/Condition"),
    ),
    Mistake("everything", allows(HOST, {"Sid": "All", "Action": "*", "Resource": "*"})),
    Mistake(
        "all of S3", allows(API, {"Sid": "Files", "Action": "s3:*", "Resource": "arn:aws:s3:::x/*"})
    ),
    Mistake(
        "every secret",
        allows(HOST, {"Sid": "Read", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}),
    ),
    Mistake(
        "nameless", allows(HOST, {"Action": "sqs:SendMessage", "Resource": {"!Ref": "JobQueueArn"}})
    ),
    Mistake("a person", added("batch", "AWS::IAM::User", UserName="admin")),
    Mistake("a key of a person", added("batch", "AWS::IAM::AccessKey", UserName="admin")),
    Mistake(
        "a role for another account",
        put(
            "batch/HostRole/AssumeRolePolicyDocument/Statement/0/Principal",
            {"AWS": "arn:aws:iam::999999999999:root"},
        ),
    ),
    Mistake(
        "administrators", replaced("batch", "AmazonSSMManagedInstanceCore", "AdministratorAccess")
    ),
    Mistake("any user of the database", replaced("batch", "/batch_service", "/*")),
    Mistake("the owner of the database", replaced("api", "}/api_service", "}/student_cloud_admin")),
    Mistake(
        "events of anybody",
        replaced("batch", "ForAllValues:StringEquals", "ForAnyValue:StringEquals"),
    ),
    Mistake("events of nobody", replaced("batch", "Null", "StringLike")),
    Mistake("files for everybody", allows("storage/UploadBucketPolicy/PolicyDocument", EVERYBODY)),
    Mistake(
        "logs of other accounts",
        drop("storage/AccessLogBucketPolicy/PolicyDocument/Statement/1/Condition"),
    ),
    Mistake(
        "anybody signs up", put(f"{POOL}/AdminCreateUserConfig/AllowAdminCreateUserOnly", False)
    ),
    Mistake("a secret for browsers", put(f"{CLIENT}/GenerateSecret", True)),
    Mistake("accounts can be guessed", put(f"{CLIENT}/PreventUserExistenceErrors", "LEGACY")),
    Mistake("sessions do not end", put(f"{CLIENT}/EnableTokenRevocation", False)),
    Mistake(
        "passwords for tokens", put(f"{CLIENT}/ExplicitAuthFlows", ["ALLOW_USER_PASSWORD_AUTH"])
    ),
    Mistake("short passwords", put(f"{POOL}/Policies/PasswordPolicy/MinimumLength", 6)),
    Mistake("no second factor", put(f"{POOL}/MfaConfiguration", "OFF")),
    Mistake("accounts deleted in passing", put(f"{POOL}/DeletionProtection", "INACTIVE")),
    Mistake("a token for a day", put(f"{CLIENT}/AccessTokenValidity", 1440)),
    Mistake("an alarm tells nobody", drop(f"{ALARM}/AlarmActions")),
    Mistake(
        "an alarm tells another topic", put(f"{ALARM}/AlarmActions", ["arn:aws:sns:eu-west-1:1:x"])
    ),
    Mistake("an alarm is off", put(f"{ALARM}/ActionsEnabled", False)),
    Mistake("an alarm is never over", drop(f"{ALARM}/OKActions")),
    Mistake("silence means nothing", drop(f"{ALARM}/TreatMissingData")),
    Mistake("silence is well", put("alarms/HostsGone/TreatMissingData", "notBreaching")),
    Mistake("nobody knows what to do", put(f"{ALARM}/AlarmDescription", "Jobs are dead.")),
    Mistake("an alarm about nothing", replaced("alarms", "-jobs-dead", "-jobs-died")),
    Mistake("an alarm of another stage", replaced("alarms", "prod", "production")),
    Mistake("a count that nobody keeps", replaced("alarms", "HostSurprises", "HostErrors")),
    Mistake("a count of no log", replaced("observability", "/gateway", "/access")),
    Mistake("dead letters in silence", without("alarms/StandingsDead")),
    Mistake("a log for ever", drop("api/AccessLog/RetentionInDays")),
    Mistake("alarms in the clear", drop("observability/AlarmTopic/KmsMasterKeyId")),
    Mistake(
        "anybody raises alarms",
        put("observability/AlarmTopicPolicy/PolicyDocument/Statement/0/Principal", {"AWS": "*"}),
    ),
    Mistake("a dashboard of nothing", replaced("observability", "-standing-dead", "-dead")),
    Mistake("no request is sampled", replaced("observability", "}/prod", "}/live")),
    Mistake("a tie between stacks", exported),
    Mistake("a bill that surprises", nobodys_bill),
]
