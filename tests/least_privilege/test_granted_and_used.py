"""Roles may do what their programs do, and nothing that no program does."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from botocore import xform_name
from sqlalchemy import Engine

from ec2_batch.doctor.examine import examine_host
from ec2_batch.job_message import import_requested
from ec2_batch.outcome import Outcome
from ec2_batch.queue import Pace, Queue
from ec2_batch.redrive import DeadLetters
from ec2_batch.relay import relay_batch
from ec2_batch.reports.part_writer import PART_BYTES, PartWriter
from ec2_batch.sweep_inbox import forgotten_drops
from ec2_batch.transaction import connect
from graphql_api.storage import Storage
from infra_cfn.deploy import Deployment
from infra_cfn.local.aws.ministack import Ministack
from infra_cfn.local.variables import aws_variables
from runtime import aws
from runtime.settings import BatchSettings
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.test_import_students import many
from tests.ec2_batch.test_take_jobs import take
from tests.factories import word
from tests.least_privilege.call_sites import call_sites
from tests.least_privilege.policies import Granted, granted
from tests.least_privilege.prove import listed
from tests.least_privilege.recorder import Call, recorded
from tests.least_privilege.requests import requests_of
from tests.least_privilege.roles import role_of
from tests.least_privilege.simulate import applies
from tests.least_privilege.watch import refusals

# What is granted and is not a call of a program of ours, by role and statement.
NOT_CALLED = {
    ("api.FunctionRole", "Log"): "Lambda itself ships the log",
    ("api.FunctionRole", "Trace"): "Lambda's own daemon sends the traces",
    ("api.FunctionRole", "ConnectAsApi"): "a token is computed; PostgreSQL asks IAM",
    ("batch.HostRole", "Log"): "the agent on the host ships the log",
    ("batch.HostRole", "Trace"): "the daemon on the host sends the traces",
    ("batch.HostRole", "ConnectAsBatch"): "a token is computed; PostgreSQL asks IAM",
    ("batch.HostRole", "FetchPackage"): "the boot script, before there is a program",
    ("batch.HostRole", "Measure"): "the agent on the host sends the metrics",
    ("batch.HostRole", "StayWhileAtWorkAndLeaveAfterwards"): (
        "the stand-in has no groups of hosts: tests of protection and of a host's boot ask others"
    ),
    ("data.ProxyRole", "ConnectForApi"): "the proxy computes a token, where there is one",
    ("migration.Role", "Log"): "Lambda itself ships the log",
    ("migration.Role", "SignInAsMaster"): "the migration's one call; its own tests make it",
    ("observability.NetworkLogRole", "Log"): "the VPC itself writes its flow log",
    ("storage.InboxWriter", "DropFiles"): "systems of others",
}


@pytest.fixture
def calls(
    school: School,
    engine: Engine,
    ministack: Ministack,
    deployment: Deployment,
    worker_environ: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> list[Call]:
    """The calls of every path on which the programs meet AWS."""
    for name, value in aws_variables(ministack.endpoint).items():
        monkeypatch.setenv(name, value)
    aws._client.cache_clear()
    outputs, s3 = deployment.outputs, ministack.client("s3")
    with recorded() as calls:
        sign(outputs)
        school.run(many(3, word("S")))
        walk_queues(Queue(ministack.client("sqs"), outputs["JobQueueUrl"], Pace(wait=1)), engine)
        with connect(engine) as connection:
            list(forgotten_drops(s3, outputs["UploadBucket"], connection))
            relay_batch(connection, ministack.client("events"), outputs["EventBusName"])
        write_reports(lambda key: PartWriter(s3, outputs["ReportBucket"], key, lambda lines: None))
        list(examine_host(BatchSettings.read(worker_environ)))
    aws._client.cache_clear()
    return calls


def sign(outputs: dict[str, str]) -> None:
    storage = Storage(outputs["UploadBucket"], outputs["ReportBucket"])
    storage.upload_form("uploads/one")
    storage.download_url("reports/1/roster.csv")


def walk_queues(queue: Queue, engine: Engine) -> None:
    """Take a job, give one back, and send one that was given up to its queue again."""
    letters = DeadLetters.of(queue)
    for each in (letters.queue, letters.dead):
        each.sqs.purge_queue(QueueUrl=each.url)
    letters.dead.send(import_requested(0))
    assert letters.count() == 1
    assert list(letters.move(1))
    take(engine, queue, lambda job_id: Outcome.BUSY)
    letters.dead.send(import_requested(0))
    letters.look(1)


def write_reports(writer: Callable[[str], PartWriter]) -> None:
    writer("reports/small").finish()
    for end in (PartWriter.finish, PartWriter.abandon):
        large = writer("reports/large")
        large.write(b"," * PART_BYTES)
        end(large)


def exercised(calls: list[Call]) -> set[tuple[str, str, str]]:
    """Return role, statement and action of everything that was asked for."""
    return {
        (role, statement["Sid"], request.action)
        for call in calls
        if (role := role_of(call))
        for request in requests_of(call)
        for statement in granted().roles[role]
        if applies(statement, request)
    }


def all_granted() -> set[tuple[str, str, str]]:
    return {
        (role, statement["Sid"], action)
        for role, statements in granted().roles.items()
        for statement in statements
        for action in listed(statement["Action"])
    }


def without(role: str, statement: dict[str, Any]) -> Granted:
    """Return what is granted but for one statement."""
    whole = granted()
    rest = [each for each in whole.roles[role] if each is not statement]
    return replace(whole, roles={**whole.roles, role: rest})


def test_programs_do_what_their_roles_may_and_roles_may_what_programs_do(
    calls: list[Call],
) -> None:
    assert list(refusals(calls)) == []

    unused = all_granted() - exercised(calls)
    assert {used for used in unused if used[:2] not in NOT_CALLED} == set()
    walked = {(call.module, xform_name(call.operation)) for call in calls if role_of(call)}
    assert call_sites() - walked == set()


def test_without_any_one_statement_a_call_is_denied_or_there_is_a_reason(calls: list[Call]) -> None:
    asked = [(role, r) for call in calls if (role := role_of(call)) for r in requests_of(call)]

    needless = {
        (role, statement["Sid"])
        for role, statements in granted().roles.items()
        for statement in statements
        if all(without(role, statement).allows(role, r) for whose, r in asked if whose == role)
    }

    assert needless == NOT_CALLED.keys()


def test_a_call_that_no_policy_grants_is_a_refusal() -> None:
    outside = Call("ec2_batch.x", "f", "s3", "GetObject", {"Bucket": "uploads", "Key": "secrets/1"})
    unknown = Call("ec2_batch.x", "f", "s3", "DeleteBucket", {"Bucket": "uploads"})

    [refused, unmapped] = refusals([outside, unknown])

    assert refused.startswith("batch.HostRole may not s3:GetObject on arn:aws:s3:::")
    assert unmapped == "It is not known what IAM says: s3 DeleteBucket in ec2_batch.x"
