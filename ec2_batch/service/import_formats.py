"""The /import-formats addresses: what can be imported, and files to start from."""

from flask import Blueprint, Response, jsonify, url_for

from ec2_batch.service.problems import ProblemError
from schema.formats import FORMATS, ImportFormatName

# A spreadsheet takes UTF-8 for something older without a byte order mark; imports know both.
ENCODING = "utf-8-sig"


def blueprint() -> Blueprint:
    """Return what is known of the formats; it names no record, so it asks for no token."""
    pages = Blueprint("import_formats", __name__, url_prefix="/import-formats")

    @pages.get("")
    def formats() -> Response:
        return jsonify(
            [
                {
                    "name": declared.name,
                    "title": declared.title,
                    "description": declared.description,
                    "template": url_for(".template", name=declared.name),
                }
                for declared in FORMATS.values()
            ]
        )

    @pages.get("/<name>/template.csv")
    def template(name: str) -> Response:
        if name not in FORMATS:
            raise ProblemError(404, f"There is no such format; there are {', '.join(FORMATS)}.")
        [file] = FORMATS[ImportFormatName(name)].files
        answer = Response(file.template.encode(ENCODING), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return answer

    return pages
