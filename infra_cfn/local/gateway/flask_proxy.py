"""What is not the function's goes to the Flask service, as through API Gateway's HTTP proxy."""

import asyncio
import contextlib
from urllib.parse import SplitResult, urlsplit

from infra_cfn.local.gateway.http_message import Relay, Request, Response, message
from infra_cfn.local.gateway.http_server import READ_SIZE
from infra_cfn.local.gateway.rest_event import STAGE, Call

# Of this connection alone, or ours to say.
NOT_PASSED_ON = frozenset(
    {
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "x-amzn-trace-id",
        "x-forwarded-for",
        "x-forwarded-port",
        "x-forwarded-prefix",
        "x-forwarded-proto",
    }
)


async def relay(
    request: Request, call: Call, base_url: str, *, timeout_seconds: float
) -> Relay | Response:
    """Pass a request on, and return the service's answer as it comes.

    Streams, which an API Gateway integration does only with ResponseTransferMode STREAM.
    """
    address = urlsplit(base_url)
    try:
        async with asyncio.timeout(timeout_seconds):
            reader, writer = await asyncio.open_connection(address.hostname, address.port)
            with contextlib.ExitStack() as unless_answered:
                unless_answered.callback(writer.close)
                writer.write(passed_on(request, call, address))
                if beginning := await reader.read(READ_SIZE):
                    unless_answered.pop_all()
                    return Relay(beginning, reader, writer.close)
    except TimeoutError:
        return message(504, "Endpoint request timed out")
    except OSError:
        pass  # the service is not there, or left without a word
    return message(502, "Internal server error")


def passed_on(request: Request, call: Call, address: SplitResult) -> bytes:
    """Return the request as the service gets it, below its address's own path."""
    headers = [(n, v) for n, v in request.headers if n.lower() not in NOT_PASSED_ON]
    headers += [
        ("Host", address.netloc),
        # Its end is the end of the answer, whatever the answer's form.
        ("Connection", "close"),
        ("Content-Length", str(len(request.body))),
        ("X-Amzn-Trace-Id", call.trace_header),
        ("X-Forwarded-For", request.peer),
        ("X-Forwarded-Proto", "http"),
    ]
    if call.stage_in_path:
        headers.append(("X-Forwarded-Prefix", f"/{STAGE}"))
    target = address.path + (f"{call.path}?{call.query}" if call.query else call.path)
    lines = [f"{request.method} {target} HTTP/1.1", *(f"{n}: {v}" for n, v in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1") + request.body
