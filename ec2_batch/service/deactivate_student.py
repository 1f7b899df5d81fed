"""Deactivate a student: the records stay, the student is no longer listed."""

from sqlalchemy import func, update

from ec2_batch.service.problems import ProblemError
from ec2_batch.service.records import Visit
from schema.events import StudentDeactivated
from schema.models import RecordStatus, Student


def deactivate_student(visit: Visit, student_id: int) -> None:
    """Take a student out of use.

    Raises:
        ProblemError: the caller sees no such student in use.
    """
    left = visit.connection.execute(
        update(Student)
        .where(Student.id == student_id, Student.status == RecordStatus.ACTIVE)
        .values(status=RecordStatus.INACTIVE, version=Student.version + 1, updated_at=func.now())
    )
    if left.rowcount == 0:
        raise ProblemError(404, "There is no such student.")
    visit.tell(
        StudentDeactivated(student_id),
        changes={"status": [RecordStatus.ACTIVE, RecordStatus.INACTIVE]},
    )
