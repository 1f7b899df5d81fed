"""GET /console: the operators' page, a shell without a record in it."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, send_from_directory

from runtime import aws
from runtime.settings import BatchSettings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self' {upload_origins}; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'; require-trusted-types-for 'script'"
)


def upload_origins(settings: BatchSettings) -> str:
    """Return where the upload bucket is reached, for the policy that lets the page post there."""
    store = aws.client("s3")
    endpoint = urlsplit(store.meta.endpoint_url)
    if not (endpoint.hostname or "").endswith(("amazonaws.com", "amazonaws.com.cn")):
        return f"{endpoint.scheme}://{endpoint.netloc}"
    bucket, region = settings.upload_bucket, store.meta.region_name
    # A presigned form of the oldest region names none.
    return f"https://{bucket}.s3.{region}.amazonaws.com https://{bucket}.s3.amazonaws.com"


def blueprint(upload_origins: str) -> Blueprint:
    """Return the page and its files; a file goes from the page straight to the upload bucket."""
    console = Blueprint("console", __name__, static_folder="static")
    policy = POLICY.format(upload_origins=upload_origins)

    @console.get("/")
    def home() -> Response:
        return Response(status=302, headers={"Location": "console"})

    @console.get("/console")
    def page() -> Response:
        return _file("console.html", policy)

    @console.get("/console/<path:name>")
    def file(name: str) -> Response:
        return _file(name, policy)

    def _file(name: str, policy: str) -> Response:
        answer = send_from_directory(str(console.static_folder), name)
        answer.headers["Content-Security-Policy"] = policy
        # Small, and asked for again each time: the page is never older than the service.
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    return console
