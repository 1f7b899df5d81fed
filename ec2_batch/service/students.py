"""The /students addresses, as clients of the application before this one know them."""

from flask import Blueprint, Response, jsonify, request, url_for

from ec2_batch.service.add_student import add_student
from ec2_batch.service.deactivate_student import deactivate_student
from ec2_batch.service.idempotency import answered_once
from ec2_batch.service.json_body import json_object
from ec2_batch.service.records import Records
from ec2_batch.service.student_list import Page, count_students, list_students, wanted_page
from schema.access.roles import Permission


def blueprint(records: Records) -> Blueprint:
    """Return the façade; everything it does can be done in GraphQL, and more."""
    facade = Blueprint("students", __name__, url_prefix="/students")

    @facade.get("")
    def students() -> Response:
        page = wanted_page(request.args)
        with records.visit(Permission.RECORDS_READ) as visit:
            found, is_last = list_students(visit.connection, page)
        answer = jsonify(found)
        if found and not is_last:
            answer.headers["Link"] = _link_to_next(page, found[-1]["id"])
        return answer

    @facade.post("")
    def add() -> Response:
        body = json_object(request)
        with records.visit(Permission.STUDENT_WRITE) as visit:
            added = answered_once(visit, request, lambda: add_student(visit, body))
        answer = jsonify(added)
        answer.status_code = 201
        return answer

    @facade.get("/count")
    def count() -> Response:
        with records.visit(Permission.RECORDS_READ) as visit:
            return jsonify(count=count_students(visit.connection))

    @facade.delete("/<int:student_id>")
    def deactivate(student_id: int) -> Response:
        with records.visit(Permission.STUDENT_WRITE) as visit:
            deactivate_student(visit, student_id)
        return Response(status=204)

    return facade


def _link_to_next(page: Page, last_id: int) -> str:
    if page.offset is not None:
        address = url_for(".students", limit=page.limit, offset=page.offset + page.limit)
    else:
        address = url_for(".students", limit=page.limit, cursor=last_id)
    return f'<{address}>; rel="next"'
