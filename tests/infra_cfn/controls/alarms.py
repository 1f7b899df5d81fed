"""Controls of alarms, logs and what they are about."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra_cfn.wiring.resource import Resource
from tests.infra_cfn.controls.estate import Estate, control

ALARM, LOG = "AWS::CloudWatch::Alarm", "AWS::Logs::LogGroup"
OPERATIONS = Path(__file__).parents[3] / "docs" / "operations.md"
RULES = ("breaching", "notBreaching", "ignore", "missing")
# By which property a metric's dimension names a resource.
NAMES = {
    "QueueName": ("AWS::SQS::Queue", "QueueName"),
    "FunctionName": ("AWS::Lambda::Function", "FunctionName"),
    "DBInstanceIdentifier": ("AWS::RDS::DBInstance", "DBInstanceIdentifier"),
    "ApiName": ("AWS::ApiGateway::RestApi", "Name"),
    "Stage": ("AWS::ApiGateway::Stage", "StageName"),
}
OURS = {"Fallbacks"}  # that programs count themselves: runtime/metrics.py


def dimensions(alarm: dict[str, Any]) -> dict[str, str]:
    """Return what an alarm's metric is of."""
    return {d["Name"]: d["Value"] for d in alarm.get("Dimensions", [])}


def for_people(estate: Estate) -> list[Resource]:
    """Return the alarms but for those that only take a release back."""
    groups = estate.of("AWS::CodeDeploy::DeploymentGroup")
    read = [alarm for group in groups for alarm in group.properties["AlarmConfiguration"]["Alarms"]]
    names = {alarm["Name"] for alarm in read}
    return [alarm for alarm in estate.of(ALARM) if alarm.reference not in names]


@control("alarms")
def every_alarm_tells_somebody(estate: Estate) -> Iterator[str]:
    topics = {topic.reference for topic in estate.of("AWS::SNS::Topic")}
    for alarm in for_people(estate):
        told = set(alarm.properties.get("AlarmActions", []))
        if not told or not told <= topics or alarm.properties.get("ActionsEnabled") is False:
            yield alarm.logical_id


@control("alarms")
def every_alarm_says_when_it_is_over(estate: Estate) -> Iterator[str]:
    yield from (a.logical_id for a in for_people(estate) if not a.properties.get("OKActions"))


@control("alarms")
def every_alarm_knows_what_silence_means(estate: Estate) -> Iterator[str]:
    for alarm in estate.of(ALARM):
        if alarm.properties.get("TreatMissingData") not in RULES:
            yield alarm.logical_id


@control("alarms")
def what_is_gone_is_not_well(estate: Estate) -> Iterator[str]:
    for alarm in estate.of(ALARM):
        counts = alarm.properties["MetricName"] == "HealthyHostCount"
        counts |= alarm.properties.get("Statistic") == "SampleCount"
        if counts and alarm.properties.get("TreatMissingData") != "breaching":
            yield alarm.logical_id


@control("alarms")
def every_alarm_says_what_to_do(estate: Estate) -> Iterator[str]:
    headings = {
        line.removeprefix("### ")
        for line in OPERATIONS.read_text().splitlines()
        if line[:4] == "### "
    }
    for alarm in for_people(estate):
        entry = alarm.properties.get("AlarmDescription", "").rpartition("docs/operations.md#")[2]
        named = alarm.properties["AlarmName"].removeprefix(f"student-cloud-{estate.environment}-")
        if entry not in headings or entry != named:
            yield alarm.logical_id


@control("alarms")
def every_alarm_is_about_something_there(estate: Estate) -> Iterator[str]:
    for alarm in estate.of(ALARM):
        for name, value in dimensions(alarm.properties).items():
            if name in NAMES:
                kind, key = NAMES[name]
                there = {resource.properties.get(key) for resource in estate.of(kind)}
                if value not in there:
                    yield f"{alarm.logical_id} by {name}"


@control("alarms")
def what_our_alarms_count_is_counted(estate: Estate) -> Iterator[str]:
    counted = {
        transformation["MetricName"]
        for counter in estate.of("AWS::Logs::MetricFilter")
        for transformation in counter.properties["MetricTransformations"]
    }
    for alarm in estate.of(ALARM):
        ours = alarm.properties["Namespace"] == "StudentCloud"
        if ours and alarm.properties["MetricName"] not in counted | OURS:
            yield alarm.logical_id


@control("alarms")
def what_is_counted_in_logs_is_counted_in_logs_there_are(estate: Estate) -> Iterator[str]:
    logs = {log.name for log in estate.of(LOG)}
    for counter in estate.of("AWS::Logs::MetricFilter"):
        if counter.properties["LogGroupName"] not in logs:
            yield counter.logical_id


@control("alarms")
def every_dead_letter_is_told_of(estate: Estate) -> Iterator[str]:
    told = {
        dimensions(a.properties).get("QueueName")
        for a in estate.of(ALARM)
        if a.properties["Threshold"] == 0 and a.properties.get("Statistic") == "Maximum"
    }
    for queue in estate.of("AWS::SQS::Queue"):
        if "Dead" in queue.logical_id and queue.name not in told:
            yield queue.logical_id


@control("alarms")
def every_log_has_an_end(estate: Estate) -> Iterator[str]:
    yield from (
        log.logical_id for log in estate.of(LOG) if not log.properties.get("RetentionInDays")
    )


@control("alarms")
def the_topic_is_encrypted_and_for_alarms_alone(estate: Estate) -> Iterator[str]:
    for topic in estate.of("AWS::SNS::Topic"):
        if not topic.properties.get("KmsMasterKeyId"):
            yield topic.logical_id
    for policy in estate.of("AWS::SNS::TopicPolicy"):
        for statement in policy.properties["PolicyDocument"]["Statement"]:
            allows = statement["Effect"] == "Allow"
            if allows and statement["Principal"] != {"Service": "cloudwatch.amazonaws.com"}:
                yield policy.logical_id


@control("alarms")
def the_dashboard_shows_what_there_is(estate: Estate) -> Iterator[str]:
    for dashboard in estate.of("AWS::CloudWatch::Dashboard"):
        shown = dashboard.properties["DashboardBody"]
        for queue in estate.of("AWS::SQS::Queue"):
            if f'"{queue.name}"' not in shown:
                yield queue.logical_id


@control("alarms")
def requests_that_come_by_the_gateway_are_sampled(estate: Estate) -> Iterator[str]:
    (gateway,) = estate.of("AWS::ApiGateway::RestApi")
    (stage,) = estate.of("AWS::ApiGateway::Stage")
    served = f"{gateway.properties['Name']}/{stage.properties['StageName']}"
    rules = [rule.properties["SamplingRule"] for rule in estate.of("AWS::XRay::SamplingRule")]
    if served not in [rule["ServiceName"] for rule in rules]:
        yield served


@control("stacks")
def no_stack_ties_others_by_exports(estate: Estate) -> Iterator[str]:
    for stack, template in estate.templates.items():
        for name, output in template.get("Outputs", {}).items():
            if "Export" in output:
                yield f"{stack}.{name}"


@control("stacks")
def every_budget_and_bill_is_somebodys(estate: Estate) -> Iterator[str]:
    if "BudgetEmail" not in estate.templates["account"]["Parameters"]:
        yield "account"
