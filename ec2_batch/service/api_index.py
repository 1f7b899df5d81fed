"""GET /api: what is served here, for somebody who has only the address."""

from importlib.metadata import version
from typing import Any

from flask import Blueprint, Response, jsonify, url_for


def blueprint() -> Blueprint:
    """Return the index; it names no record, so it asks for no token."""
    index = Blueprint("api_index", __name__)

    @index.get("/api")
    def api() -> Response:
        return jsonify(
            name="Student Cloud",
            version=version("student-cloud"),
            authentication="Authorization: Bearer <Cognito access token>",
            links=links(),
        )

    return index


def links() -> dict[str, dict[str, Any]]:
    """Return every public address, with what it answers."""
    students = url_for("students.students")
    root = students.removesuffix("students")
    return {
        "graphql": _link(root + "graphql", "The whole API, in GraphQL", "POST"),
        "graphiql": _link(url_for("graphiql.page"), "Explore the API in a browser", "GET"),
        "console": _link(url_for("console.page"), "Import files and make reports", "GET"),
        "students": _link(students, "Students, a page at a time; add one", "GET", "POST"),
        "studentCount": _link(url_for("students.count"), "How many students there are", "GET"),
        "student": _link(students + "/{id}", "Deactivate one student", "DELETE"),
        "importFormats": _link(
            url_for("import_formats.formats"),
            "What can be imported, and files to start from",
            "GET",
        ),
        "live": _link(url_for("health.live"), "Whether the service runs", "GET"),
        "ready": _link(url_for("health.ready"), "Whether it reaches the records", "GET"),
    }


def _link(href: str, title: str, *methods: str) -> dict[str, Any]:
    return {"href": href, "title": title, "methods": list(methods)}
