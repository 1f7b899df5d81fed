"""The edge of a request: its id, trace and log line, and the headers that every answer carries."""

import logging
import re
import time
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request

from runtime import log, tracing

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)
SERVICE = "student-cloud-service"
REQUEST_ID_KEY = "student_cloud.request_id"  # in the WSGI environment

REQUEST_ID = re.compile(r"[A-Za-z0-9_=-]{8,128}")  # API Gateway's and a load balancer's fit

# Pages bring their own policy; anything else is not to be rendered at all.
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'"
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Browsers heed it over HTTPS only, so that a laptop's plain HTTP is left alone.
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}


def register(app: Flask) -> None:
    """Give every request an id, a trace and a log line, and every answer the security headers."""
    app.before_request(_begin)
    app.after_request(_end)
    app.wsgi_app = RequestEdge(app.wsgi_app)  # type: ignore[method-assign]


class RequestEdge:
    """Middleware that names a request, for the log and for the trace, before Flask sees it."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        environ[REQUEST_ID_KEY] = request_id
        with log.bind(request_id=request_id):
            # A load balancer's questions are no work to trace.
            if environ.get("PATH_INFO", "").startswith("/health/"):
                return self._app(environ, start_response)
            with tracing.segment(SERVICE, environ.get("HTTP_X_AMZN_TRACE_ID")):
                return self._app(environ, start_response)


def _begin() -> None:
    g.request_id = request.environ[REQUEST_ID_KEY]
    g.started = time.perf_counter()


def _end(answer: Response) -> Response:
    answer.headers["X-Request-Id"] = g.request_id
    for name, value in SECURITY_HEADERS.items():
        answer.headers.setdefault(name, value)
    answer.headers.setdefault("Content-Security-Policy", NOTHING_RUNS)
    # Records are not to stay in a cache; what may be cached says so itself.
    answer.headers.setdefault("Cache-Control", "no-store")
    _write_log_line(answer)
    return answer


def _write_log_line(answer: Response) -> None:
    # The rule, not the path or the query: those name records.
    route = request.url_rule.rule if request.url_rule else None
    facts = {
        "method": request.method,
        "route": route,
        "status": answer.status_code,
        "milliseconds": round((time.perf_counter() - g.started) * 1000, 1),
    }
    # A load balancer asks for health every few seconds.
    quiet = route is not None and route.startswith("/health/") and answer.status_code < 400
    logger.log(logging.DEBUG if quiet else logging.INFO, "request", extra=facts)
