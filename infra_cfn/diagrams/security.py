"""Security: what stands between a stranger and a record, and what each role may do."""

import re
from collections.abc import Iterator
from typing import Any

from ec2_batch.doctor.network.rules import judge
from infra_cfn.diagrams.picture import Box, Picture, wrapped
from infra_cfn.wiring.network import planned_network
from infra_cfn.wiring.resource import Resource
from infra_cfn.wiring.stack_resources import Made

LAYER = 236  # pixels wide
COLUMNS = 40, 200, 700  # where statements, actions and resources are written
ROW = 18


def draw_security(made: Made) -> str:
    """Return the security design."""
    roles = [role for role in made.of("AWS::IAM::Role") if role.properties.get("Policies")]
    rows = [(role, list(_statements(role))) for role in roles]
    lines = [
        (role, [line for s in statements for line in _written(s)]) for role, statements in rows
    ]
    height = 360 + sum(44 + ROW * len(written) for _role, written in lines)
    picture = Picture("Student Cloud: security design", 1280, height + 24)
    layers = (
        ("network", "1  The edge", _edge(made)),
        ("security", "2  Who it is", _identity(made)),
        ("network", "3  The network", _network(made)),
        ("database", "4  The records", _records(made)),
        ("storage", "5  Files and queues", _files(made)),
    )
    for number, (kind, title, words) in enumerate(layers):
        at = Box(24 + (LAYER + 13) * number, 60, LAYER, 264)
        picture.box(kind, title, [part for w in words for part in _item(w)], at)
        if number:
            picture.arrow([(at.x - 13, 192), at.left()])
    top = 348.0
    for role, written in lines:
        top = _role(picture, role, written, top)
    return picture.svg()


def _item(words: str) -> list[str]:
    first, *rest = wrapped(words.split(), LAYER - 34, " ")
    return [f"· {first}", *(f"  {line}" for line in rest)]


def _edge(made: Made) -> list[str]:
    methods = made.of("AWS::ApiGateway::Method")
    guarded = [m for m in methods if m.properties["AuthorizationType"] != "NONE"]
    settings = made.of("AWS::ApiGateway::Stage")[0].properties["MethodSettings"][0]
    firewall = made.of("AWS::WAFv2::WebACL")
    return [
        "TLS only, one origin",
        f"{len(guarded)} of {len(methods)} methods want a token at the gateway; "
        "pages and preflights come before one, and the service verifies for itself",
        f"{settings['ThrottlingRateLimit']} requests a second",
        "bodies are never logged" if not settings["DataTraceEnabled"] else "bodies are logged",
        *(["AWS WAF before it"] if firewall else []),
    ]


def _identity(made: Made) -> list[str]:
    pool = made.of("AWS::Cognito::UserPool")[0].properties
    closed = pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"]
    groups = made.of("AWS::Cognito::UserPoolGroup")
    return [
        "Cognito; nobody signs up" if closed else "Cognito; anybody signs up",
        f"passwords of {pool['Policies']['PasswordPolicy']['MinimumLength']} characters; second"
        f" factor {str(pool['MfaConfiguration']).lower()}",
        "signature, issuer and client verified again in the program",
        f"{len(groups)} roles: {', '.join(g.properties['GroupName'] for g in groups)}",
    ]


def _network(made: Made) -> list[str]:
    shown = ("internet", "addresses", "database routes", "database hears", "function")
    found = {finding.subject: finding for finding in judge(planned_network(made))}
    return [found[subject].sentence.rstrip(".") for subject in shown]


def _records(made: Made) -> list[str]:
    database = made.of("AWS::RDS::DBInstance")[0].properties
    settings = made.of("AWS::RDS::DBParameterGroup")[0].properties["Parameters"]
    claims = {
        "row-level security: each role is a role of the database": True,
        "TLS forced": settings.get("rds.force_ssl") == "1",
        "IAM tokens of 15 minutes, no passwords": database["EnableIAMDatabaseAuthentication"],
        "master password made and kept by Secrets Manager": database["ManageMasterUserPassword"],
        "encrypted at rest": database["StorageEncrypted"],
        f"{database['BackupRetentionPeriod']} days to go back in": True,
        "not deleted by mistake": database["DeletionProtection"],
        "statements' values are never logged": settings.get("log_min_error_statement") == "panic"
        and settings.get("log_min_duration_statement") == "-1",
    }
    return [claim for claim, holds in claims.items() if holds]


def _files(made: Made) -> list[str]:
    buckets, queues = made.of("AWS::S3::Bucket"), made.of("AWS::SQS::Queue")
    closed = [b for b in buckets if all(b.properties["PublicAccessBlockConfiguration"].values())]
    tls = [
        p
        for kind in ("AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy")
        for p in made.of(kind)
        if any(s["Effect"] == "Deny" for s in p.properties["PolicyDocument"]["Statement"])
    ]
    versioned = [b for b in buckets if "VersioningConfiguration" in b.properties]
    encrypted = [q for q in queues if q.properties.get("SqsManagedSseEnabled")]
    return [
        f"{len(closed)} of {len(buckets)} buckets closed to the public, {len(versioned)} versioned",
        f"{len(encrypted)} of {len(queues)} queues encrypted",
        f"{len(tls)} policies refuse what is not TLS",
        "presigned forms and addresses of minutes, for one key each",
        "queues hear the project's own rules alone",
    ]


def _role(
    picture: Picture, role: Resource, written: list[tuple[str, str, str]], top: float
) -> float:
    at = Box(24, top, 1232, 32 + ROW * len(written))
    service = role.properties["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"]
    stack = role.stack.rpartition("-")[2]
    picture.box(
        "security", f"{role.logical_id} of {stack}, for {service}: may, and nothing else", [], at
    )
    for number, line in enumerate(written):
        y = top + 42 + ROW * number
        for x, words, kind in zip(COLUMNS, line, ("strong", "line", "line"), strict=True):
            picture.words(x, y, words, kind)
    return top + at.height + 12


def _statements(role: Resource) -> Iterator[dict[str, Any]]:
    for policy in role.properties["Policies"]:
        yield from policy["PolicyDocument"]["Statement"]


def _written(statement: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield a statement in lines of three columns."""
    actions = wrapped(_many(statement["Action"]), 480)
    resources = wrapped([_short(r) for r in _many(statement["Resource"])], 540)
    if condition := statement.get("Condition"):
        keys = sorted({key for keys in condition.values() for key in keys})
        resources[-1] += f" (only by {', '.join(keys)})"
    for number in range(max(len(actions), len(resources))):
        yield (
            statement["Sid"] if number == 0 else "",
            actions[number] if number < len(actions) else "",
            resources[number] if number < len(resources) else "",
        )


def _many(value: Any) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list) else [str(value)]


def _short(arn: str) -> str:
    """Return the part of an ARN that a person looks for."""
    name = arn.split(":", 5)[-1] if arn.startswith("arn:") else arn
    return re.sub(r"student-cloud-production-(storage-)?|given-|\.DbiResourceId", "", name)
