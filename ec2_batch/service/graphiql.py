"""GET /graphiql: the page built in web/, with nothing from anywhere else."""

from pathlib import Path

from flask import Blueprint, Response, send_from_directory

from ec2_batch.service.problems import problem

# The editor writes its own style elements and runs its workers from files.
POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline';"
    " font-src 'self' data:; img-src 'self' data:; connect-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
# A file's name changes with its content.
FOREVER = "public, max-age=31536000, immutable"
NOT_BUILT = "The GraphiQL page has not been built. Run `python3 web/build.py`."


def blueprint(directory: Path) -> Blueprint:
    """Return the page and its files, from the folder that the build wrote."""
    pages = Blueprint("graphiql", __name__)

    @pages.get("/graphiql")
    def page() -> Response:
        if not (directory / "index.html").is_file():
            return problem(404, NOT_BUILT)
        answer = send_from_directory(directory, "index.html")
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    @pages.get("/graphiql/<path:name>")
    def file(name: str) -> Response:
        answer = send_from_directory(directory / "graphiql", name)
        answer.headers["Content-Security-Policy"] = POLICY  # a worker has the policy of its file
        answer.headers["Cache-Control"] = FOREVER
        return answer

    return pages
