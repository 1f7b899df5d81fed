"""DELETE /students/<id>: a student leaves the list, the records stay."""

import uuid

import pytest

from schema.access.roles import PERMISSIONS, Permission, Role
from tests.conftest import Database
from tests.ec2_batch.service.service import Service


def added(service: Service) -> int:
    body = {"name": "Ana García", "email": f"{uuid.uuid4().hex}@example.org"}
    student_id: int = service.ask("POST", "/students", role=Role.ADMIN, body=body).json["id"]
    return student_id


def test_a_student_who_leaves_is_no_longer_listed_but_kept(
    service: Service, records: Database
) -> None:
    student_id = added(service)

    left = service.ask("DELETE", f"/students/{student_id}", role=Role.REGISTRAR)

    assert (left.status, left.body) == (204, b"")
    path = f"/students?cursor={student_id - 1}"
    listed = service.ask("GET", path, role=Role.REGISTRAR).json
    assert student_id not in [student["id"] for student in listed]
    with records.owner_engine.connect() as connection:
        kept = "SELECT status, version FROM student WHERE id = %(id)s"
        told = "SELECT type FROM outbox WHERE entity_id = %(id)s ORDER BY id"
        noted = "SELECT changes FROM audit_entry WHERE entity_id = %(id)s ORDER BY id DESC"
        parameters = {"id": student_id}
        assert connection.exec_driver_sql(kept, parameters).one() == ("inactive", 2)
        events = connection.exec_driver_sql(told, parameters).scalars().all()
        assert events == ["student.created", "student.deactivated"]
        changes = connection.exec_driver_sql(noted, parameters).scalars().first()
        assert changes == {"status": ["active", "inactive"]}


def test_a_student_leaves_once(service: Service) -> None:
    student_id = added(service)
    service.ask("DELETE", f"/students/{student_id}", role=Role.REGISTRAR)

    again = service.ask("DELETE", f"/students/{student_id}", role=Role.REGISTRAR)

    assert (again.status, again.detail) == (404, "There is no such student.")


@pytest.mark.parametrize("student_id", ["0", "999999999", "9" * 30, "-1", "x", "1.0"])
def test_nobody_leaves_who_is_not_there(service: Service, student_id: str) -> None:
    answer = service.ask("DELETE", f"/students/{student_id}", role=Role.REGISTRAR)

    assert answer.status == 404


@pytest.mark.parametrize(
    "role", [role for role in Role if Permission.STUDENT_WRITE not in PERMISSIONS[role]]
)
def test_only_those_who_keep_the_records_let_students_leave(service: Service, role: Role) -> None:
    student_id = added(service)

    assert service.ask("DELETE", f"/students/{student_id}", role=role).status == 403
