"""Enrollments: everybody who asked for a section, seated, waiting or gone."""

from collections.abc import Iterator

from schema.demo.calendar import Phase
from schema.demo.rows import EnrollmentRow
from schema.demo.sections import Group
from schema.demo.studies import Study
from schema.models import EnrollmentState


def enrollment_rows(group: Group) -> Iterator[EnrollmentRow]:
    """Yield the section's enrollments; those waiting are in the order they asked."""
    over = group.term.phase is Phase.OVER
    seated = EnrollmentState.COMPLETED if over else EnrollmentState.ACTIVE
    for study in group.seated:
        yield _row(group, study, seated)
    for study in group.waiting:
        yield _row(group, study, EnrollmentState.WAITLISTED)
    for study in group.gone:
        yield _row(group, study, EnrollmentState.WITHDRAWN)


def _row(group: Group, study: Study, state: EnrollmentState) -> EnrollmentRow:
    return EnrollmentRow(
        sourced_id=f"enrollment-{study.student}-{study.number}",
        student=f"student-{study.student}",
        section=group.sourced_id,
        state=state,
        end_date=study.left_on,
        enrolled_at=study.asked_at,
        waitlisted_at=study.asked_at if state is EnrollmentState.WAITLISTED else None,
        override_reason=study.override_reason,
    )
