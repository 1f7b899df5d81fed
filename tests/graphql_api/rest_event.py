"""API Gateway's REST proxy event (payload 1.0), as it reaches the function."""

import base64
import uuid
from typing import Any


def rest_event(
    body: str | bytes,
    headers: dict[str, str],
    *,
    method: str = "POST",
    path: str = "/graphql",
    stage: str = "prod",
    query: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return the event of a request."""
    encoded = isinstance(body, bytes)
    return {
        "resource": "/graphql",
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": query,
        "multiValueQueryStringParameters": {n: [v] for n, v in query.items()} if query else None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "stage": stage,
            "path": f"/{stage}{path}",
            "httpMethod": method,
            "requestId": str(uuid.uuid4()),
            "identity": {"sourceIp": "127.0.0.1"},
        },
        "body": base64.b64encode(body).decode() if isinstance(body, bytes) else body,
        "isBase64Encoded": encoded,
    }
