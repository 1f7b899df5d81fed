"""What a guarded MiniStack does not evaluate as IAM does, and what is not proven for want of it.

A test holds the lists against MiniStack itself, both ways: what it has learnt must go, and where
it answers otherwise than the matrix of tests/least_privilege, that must come.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mended:
    """What the launcher adds to MiniStack."""

    reason: str  # what would not be so without
    learnt: tuple[str, str]  # a file of MiniStack, and what would stand in it if it knew by itself


MENDED: Mapping[str, Mended] = {
    "the condition key events:source": Mended(
        "The relay could publish nothing.", ("core/iam_actions.py", '"events:source"')
    ),
    "a policy's variable is filled in": Mended(
        "Nobody could drop a file into the inbox.", ("core/iam_evaluator.py", "${")
    ),
    "a queue's policy is asked about a rule": Mended(
        "Every rule could send to every queue.", ("services/eventbridge.py", "queue_policy_allows")
    ),
    "a function's policy is asked about a method": Mended(
        "Every API could call every function.",
        ("services/apigateway_v1.py", "function_policy_for_arn"),
    ),
    "a host's credentials are its role's": Mended(
        "A host could do nothing.", ("services/imds.py", "register_session")
    ),
}

# What a role may do by its policy, and is denied here.
FALSE_DENIALS: Mapping[tuple[str, str], str] = {
    ("api.FunctionRole", "logs:PutLogEvents"): (
        "It asks about the group and not about the stream in it, which policies name."
    ),
    ("batch.HostRole", "cloudwatch:PutMetricData"): "It does not know cloudwatch:namespace.",
}

# What no request is asked about.
NOT_ASKED: Mapping[str, str] = {
    "rds-db:connect": "PostgreSQL asks IAM on AWS; the one here takes a password.",
    "xray:PutTraceSegments": "X-Ray is no service here.",
    "iam:PassRole": "It is asked along with others, such as making a function with a role.",
}

# What nobody may on AWS, and goes through here.
LET_THROUGH: Mapping[str, str] = {
    "somebody takes a role that trusts only a service": (
        "That nobody else may take our roles is not proven here. Tests take them by it."
    ),
}
