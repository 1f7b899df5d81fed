"""API Gateway's HTTP proxy to the service, which MiniStack's own cannot be for a browser.

That one answers with no header but the type, follows redirects by itself and adds none of the
headers that an integration asks for.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from ministack.services import apigateway_v1

from infra_cfn.local.stand_in.here import Here

TIMEOUT = 29  # seconds; API Gateway's
HEADER = "integration.request.header."
# Of one connection alone.
HOP_BY_HOP = {"connection", "content-length", "host", "keep-alive", "transfer-encoding"}

Answer = tuple[int, dict[str, list[str]], bytes]


def pass_on_to_service(here: Here) -> None:
    """Have MiniStack pass requests on as API Gateway would."""

    async def ask(
        integration: Mapping[str, Any],
        path: str,
        method: str,
        headers: Mapping[str, str],
        body: bytes,
        query: Mapping[str, list[str]],
        path_parameters: Mapping[str, str] | None = None,
    ) -> Any:
        target = quote(f"/{(path_parameters or {}).get('proxy', '')}", safe="/~!$&'()*+,;=:@")
        target += f"?{urlencode(query, doseq=True)}" if query else ""
        added = asked_for(integration.get("requestParameters") or {})
        replaced = HOP_BY_HOP | {name.lower() for name in added}
        passed = {n: v for n, v in headers.items() if n.lower() not in replaced} | added
        try:
            return await asyncio.to_thread(exchange, here.balancer(), method, target, passed, body)
        except TimeoutError:
            return apigateway_v1._gw_error("INTEGRATION_TIMEOUT", "Endpoint request timed out")
        except (OSError, HTTPException):
            return apigateway_v1._gw_error("INTEGRATION_FAILURE", "Internal server error")

    apigateway_v1._invoke_http_proxy_v1 = ask


def asked_for(parameters: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that an integration sets to a fixed value, which is in quotes."""
    return {
        name.removeprefix(HEADER): value[1:-1]
        for name, value in parameters.items()
        if name.startswith(HEADER) and value.startswith("'")
    }


def exchange(
    address: str, method: str, target: str, headers: Mapping[str, str], body: bytes
) -> Answer:
    """Return the service's answer, read to its end: a REST API passes on nothing before."""
    service = urlsplit(address)
    connection = HTTPConnection(service.hostname or "", service.port, timeout=TIMEOUT)
    try:
        connection.request(method, target, body or None, dict(headers))
        answer = connection.getresponse()
        return answer.status, grouped(answer), answer.read()
    finally:
        connection.close()


def grouped(answer: HTTPResponse) -> dict[str, list[str]]:
    """Return an answer's headers, each with all of its values."""
    headers: dict[str, list[str]] = defaultdict(list)
    for name, value in answer.getheaders():
        if name.lower() not in HOP_BY_HOP:
            headers[name].append(value)
    return headers
