"""What a guarded MiniStack does not evaluate as IAM does, and what is not proven for want of it.

A test holds the lists against MiniStack itself, both ways: what it has learnt must go, and where
it answers otherwise than the matrix of tests/least_privilege, that must come.
"""

from collections.abc import Mapping

# Condition keys that it does not know, and `guarded` fills in: without, who may is denied.
FILLED_IN: Mapping[str, str] = {
    "events:source": "The relay could publish nothing.",
}

# What a role may do by its policy, and is denied here.
FALSE_DENIALS: Mapping[tuple[str, str], str] = {
    ("storage.InboxWriter", "s3:PutObject"): (
        "It takes a variable of a policy for plain text, so nobody's own folder is found."
    ),
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
    "a rule sends to a queue whose policy does not name it": (
        "That the rules may send to the queues is not proven here."
    ),
    "somebody takes a role that trusts only a service": (
        "That nobody else may take our roles is not proven here. Tests take them by it."
    ),
}
