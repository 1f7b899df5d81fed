"""The /import-formats addresses: what can be imported, and files to start from."""

from typing import Any

from flask import Blueprint, Response, jsonify, url_for

from ec2_batch.pack_files import pack_files
from ec2_batch.service.problems import ProblemError
from schema.formats import FORMATS, ImportFormat, ImportFormatName

# A spreadsheet takes UTF-8 for something older without a byte order mark; imports know both.
# What goes into an archive is read by programs, which want none.
ENCODING = "utf-8-sig"


def blueprint() -> Blueprint:
    """Return what is known of the formats; it names no record, so it asks for no token."""
    pages = Blueprint("import_formats", __name__, url_prefix="/import-formats")

    @pages.get("")
    def formats() -> Response:
        return jsonify([_described(declared) for declared in FORMATS.values()])

    @pages.get("/<name>/template.csv", defaults={"is_archive": False})
    @pages.get("/<name>/template.zip", defaults={"is_archive": True})
    def template(name: str, is_archive: bool) -> Response:
        declared = FORMATS[ImportFormatName(name)] if name in FORMATS else None
        if declared is None:
            raise ProblemError(404, f"There is no such format; there are {', '.join(FORMATS)}.")
        if declared.is_archive is not is_archive:
            raise ProblemError(404, f"The template of {name} is {_address(declared)}.")
        return _zip(declared) if is_archive else _csv(declared)

    return pages


def _described(declared: ImportFormat) -> dict[str, Any]:
    return {
        "name": declared.name,
        "title": declared.title,
        "description": declared.description,
        "template": _address(declared),
    }


def _address(declared: ImportFormat) -> str:
    return url_for(".template", name=declared.name, is_archive=declared.is_archive)


def _csv(declared: ImportFormat) -> Response:
    [(_, text)] = declared.templates
    return _saved(
        Response(text.encode(ENCODING), content_type="text/csv; charset=utf-8"),
        f"{declared.name}.csv",
    )


def _zip(declared: ImportFormat) -> Response:
    packed = pack_files((name, text.encode()) for name, text in declared.templates)
    return _saved(Response(packed, content_type="application/zip"), f"{declared.name}.zip")


def _saved(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
