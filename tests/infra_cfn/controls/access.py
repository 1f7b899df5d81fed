"""Controls of keys, permissions and people's accounts."""

import re
from collections.abc import Iterator
from typing import Any

from tests.infra_cfn.controls.estate import Estate, control, properties_like, reach
from tests.infra_cfn.gates.policies import identity_policies, resource_policies, statements

POOL, CLIENT = "AWS::Cognito::UserPool", "AWS::Cognito::UserPoolClient"
# They know no resource.
WITHOUT_ARN = {"xray:PutTraceSegments", "xray:PutTelemetryRecords", "cloudwatch:PutMetricData"}
PEOPLE = (
    "AWS::IAM::User",
    "AWS::IAM::AccessKey",
    "AWS::IAM::Group",
    "AWS::IAM::UserToGroupAddition",
)
# AWS's own policies that a role may have: nothing of them is about our data.
OF_AWS = {
    "AmazonSSMManagedInstanceCore",
    "AWSLambdaENIManagementAccess",
    "AmazonRDSEnhancedMonitoringRole",
    "AmazonAPIGatewayPushToCloudWatchLogs",
    "CloudWatchAgentServerPolicy",
    "AWSCodeDeployRoleForLambdaLimited",
}

properties_like("AWS::KMS::Key", "kms", "keys_change_every_year", "EnableKeyRotation", True)
properties_like(
    POOL,
    "cognito",
    "the_school_makes_accounts",
    "AdminCreateUserConfig/AllowAdminCreateUserOnly",
    True,
)
properties_like(CLIENT, "cognito", "browsers_keep_no_secret", "GenerateSecret", False)
properties_like(
    CLIENT, "cognito", "who_has_an_account_is_not_told", "PreventUserExistenceErrors", "ENABLED"
)
properties_like(CLIENT, "cognito", "a_session_can_be_ended", "EnableTokenRevocation", True)


def listed(value: Any) -> list[Any]:
    """Return a value that may stand alone as a list."""
    return value if isinstance(value, list) else [value]


def allowed(estate: Estate) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each statement that allows somebody something, with whose it is."""
    for name, policy in identity_policies(estate.resources).items():
        for statement in statements(policy):
            if statement["Effect"] == "Allow":
                yield name, statement


@control("kms")
def alarms_may_use_the_key_of_what_they_tell(estate: Estate) -> Iterator[str]:
    keys = {key.reference: key for key in estate.of("AWS::KMS::Key")}
    told = {
        a
        for alarm in estate.of("AWS::CloudWatch::Alarm")
        for a in alarm.properties.get("AlarmActions", [])
    }
    for topic in estate.of("AWS::SNS::Topic"):
        key = keys.get(topic.properties.get("KmsMasterKeyId", ""))
        if topic.reference in told and (
            key is None or "cloudwatch.amazonaws.com" not in str(key.properties)
        ):
            yield topic.logical_id


@control("kms")
def a_key_is_for_this_account_alone(estate: Estate) -> Iterator[str]:
    for key in estate.of("AWS::KMS::Key"):
        for statement in statements(key.properties["KeyPolicy"]):
            service = "Service" in str(statement["Principal"])
            if statement["Principal"] == "*" or (
                service and "aws:SourceAccount" not in str(statement)
            ):
                yield key.logical_id


@control("iam")
def nobody_may_do_everything(estate: Estate) -> Iterator[str]:
    for name, statement in allowed(estate):
        if "NotAction" in statement or any("*" in action for action in listed(statement["Action"])):
            yield name


@control("iam")
def permissions_name_what_they_are_for(estate: Estate) -> Iterator[str]:
    for name, statement in allowed(estate):
        everything = "*" in listed(statement.get("Resource", "*"))
        if everything and not set(listed(statement["Action"])) <= WITHOUT_ARN:
            yield name


@control("iam")
def every_permission_has_a_name(estate: Estate) -> Iterator[str]:
    yield from (name for name, statement in allowed(estate) if not statement.get("Sid"))


@control("iam")
def there_are_no_people_and_no_keys(estate: Estate) -> Iterator[str]:
    yield from (person.logical_id for person in estate.of(*PEOPLE))


@control("iam")
def a_role_is_for_one_service(estate: Estate) -> Iterator[str]:
    for role in estate.of("AWS::IAM::Role"):
        for statement in statements(role.properties["AssumeRolePolicyDocument"]):
            service = statement.get("Principal", {})
            if set(service) != {"Service"} or not isinstance(service["Service"], str):
                yield role.logical_id


@control("iam")
def a_role_has_few_policies_that_are_not_ours(estate: Estate) -> Iterator[str]:
    for role in estate.of("AWS::IAM::Role"):
        given = {arn.rpartition("/")[2] for arn in role.properties.get("ManagedPolicyArns", [])}
        if not given <= OF_AWS:
            yield role.logical_id


@control("iam")
def a_program_signs_in_as_itself_alone(estate: Estate) -> Iterator[str]:
    for name, statement in allowed(estate):
        if "rds-db:connect" in listed(statement["Action"]):
            users = [arn.rpartition("/")[2] for arn in listed(statement["Resource"])]
            if not set(users) <= {"api_service", "batch_service"} or len(users) != 1:
                yield name


@control("iam")
def events_are_ours_and_not_nameless(estate: Estate) -> Iterator[str]:
    wanted = {
        "ForAllValues:StringEquals": {"events:source": ["student-cloud"]},
        "Null": {"events:source": "false"},
    }
    for name, statement in allowed(estate):
        if (
            "events:PutEvents" in listed(statement["Action"])
            and statement.get("Condition") != wanted
        ):
            yield name


@control("iam")
def nobody_of_elsewhere_is_let_in(estate: Estate) -> Iterator[str]:
    for name, policy in resource_policies(estate.resources).items():
        for statement in statements(policy):
            principal = statement.get("Principal")
            everybody = principal == "*" or reach(principal, "AWS") == "*"
            if statement["Effect"] == "Allow" and everybody:
                yield name


@control("iam")
def services_act_for_this_account_alone(estate: Estate) -> Iterator[str]:
    for name, policy in resource_policies(estate.resources).items():
        for statement in statements(policy):
            trust = "sts:AssumeRole" in listed(statement["Action"])
            service = reach(statement.get("Principal"), "Service")
            conditions = str(statement.get("Condition", ""))
            if service and not trust and not re.search("aws:Source(Arn|Account)", conditions):
                yield name


@control("cognito")
def passwords_are_not_traded_for_tokens(estate: Estate) -> Iterator[str]:
    for client in estate.of(CLIENT):
        if "PASSWORD" in str(client.properties["ExplicitAuthFlows"]):
            yield client.logical_id


@control("cognito")
def passwords_are_long(estate: Estate) -> Iterator[str]:
    for pool in estate.of(POOL):
        if (reach(pool.properties, "Policies/PasswordPolicy/MinimumLength") or 0) < 12:
            yield pool.logical_id


@control("cognito")
def who_wants_a_second_factor_has_one(estate: Estate) -> Iterator[str]:
    for pool in estate.of(POOL):
        offered = pool.properties.get("EnabledMfas", [])
        if pool.properties.get("MfaConfiguration") == "OFF" or "SOFTWARE_TOKEN_MFA" not in offered:
            yield pool.logical_id


@control("cognito", everywhere=False)
def accounts_are_not_deleted_in_passing(estate: Estate) -> Iterator[str]:
    for pool in estate.of(POOL):
        if pool.properties.get("DeletionProtection") != "ACTIVE":
            yield pool.logical_id


@control("cognito")
def a_token_is_good_for_an_hour_at_most(estate: Estate) -> Iterator[str]:
    for client in estate.of(CLIENT):
        units = reach(client.properties, "TokenValidityUnits/AccessToken")
        if units != "minutes" or int(client.properties["AccessTokenValidity"]) > 60:
            yield client.logical_id
