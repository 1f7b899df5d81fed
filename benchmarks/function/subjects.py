"""What is started: our function, and two that show what no function does without."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# The least that a GraphQL function on PostgreSQL must import; an INIT is measured against it.
FLOOR = "import psycopg2\nimport strawberry\n"
ANSWER = "def handler(event, context):\n    return {'statusCode': 200, 'body': '{}'}\n"


@dataclass(frozen=True, slots=True)
class Subject:
    """One function: where its code is, and what it is asked."""

    name: str
    handler: str
    task_root: Path
    environment: Mapping[str, str]
    event: bytes


def subjects(function: Path, settings: Mapping[str, str], bearer: str) -> list[Subject]:
    """Return ours, which is unpacked in `function`, and the others, written beside it."""
    for name, source in (("floor", FLOOR + ANSWER), ("bare", ANSWER)):
        (function / f"{name}_function.py").write_text(source)
    region = {"AWS_REGION": settings["AWS_REGION"]}
    event = typename_event(bearer)
    return [
        Subject("bare", "bare_function.handler", function, region, event),
        Subject("floor", "floor_function.handler", function, region, event),
        Subject("ours", "graphql_api.lambda_handler.handler", function, settings, event),
    ]


def typename_event(bearer: str) -> bytes:
    """Return API Gateway's event of the smallest query there is."""
    headers = {
        "Authorization": f"Bearer {bearer}",
        "Content-Type": "application/json",
        "Accept": "application/json",
    }
    event = {
        "resource": "/graphql",
        "path": "/graphql",
        "httpMethod": "POST",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": "/graphql",
            "httpMethod": "POST",
            "path": "/graphql",
            "stage": "prod",
            "requestId": "00000000-0000-0000-0000-000000000000",
            "identity": {"sourceIp": "127.0.0.1"},
        },
        "body": json.dumps({"query": "{ __typename }"}),
        "isBase64Encoded": False,
    }
    return json.dumps(event).encode()
