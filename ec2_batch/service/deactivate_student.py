"""Deactivate a student: the records stay, the student is no longer listed."""

from sqlalchemy import update

from ec2_batch.service.problems import ProblemError
from ec2_batch.service.records import Visit
from schema.audit import differences
from schema.events import StudentDeactivated
from schema.models import RecordStatus, Student

LEAVING = {"status": RecordStatus.INACTIVE}


def deactivate_student(visit: Visit, student_id: int) -> None:
    """Take a student out of use.

    Raises:
        ProblemError: the caller sees no such student in use.
    """
    left = visit.connection.execute(
        update(Student)
        .where(Student.id == student_id, Student.status == RecordStatus.ACTIVE)
        # No longer as an import left it.
        .values(LEAVING | {"src_hash": None, "version": Student.version + 1})
    )
    if left.rowcount == 0:
        raise ProblemError(404, "There is no such student.")
    event = StudentDeactivated(student_id)
    changes = differences({"status": RecordStatus.ACTIVE}, LEAVING)
    visit.tell("deactivate", event, entity="student", changes=changes)
