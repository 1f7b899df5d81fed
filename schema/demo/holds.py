"""Holds: what stands between some students and the next enrollment."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from schema.demo.draw import Draw
from schema.demo.people import DEMO_STUDENT
from schema.demo.rows import HoldRow
from schema.models import HoldKind

# Kind, reason, whether it blocks enrollment.
CAUSES = (
    (HoldKind.FINANCIAL, "Library fines are unpaid.", True),
    (HoldKind.FINANCIAL, "A school laptop was not returned.", True),
    (HoldKind.IMMUNIZATION, "The immunization record is missing.", True),
    (HoldKind.ACADEMIC, "A meeting with the counselor is due.", False),
    (HoldKind.DISCIPLINARY, "A hearing is pending.", True),
)
PLACED_FROM = datetime(2026, 8, 31, 9, tzinfo=UTC)


def hold_rows(student: int) -> Iterator[HoldRow]:
    """Yield the student's hold, if there is one; some are released already."""
    draw = Draw("hold", student)
    if student == DEMO_STUDENT or not draw.happens(90, "placed"):
        return
    kind, reason, blocks = draw.pick(CAUSES, "cause")
    placed_at = PLACED_FROM + timedelta(minutes=draw.below(60 * 24 * 60, "minute"))
    days = 1 + draw.below(15, "days in force")
    yield HoldRow(
        sourced_id=f"hold-{student}",
        student=f"student-{student}",
        kind=kind,
        reason=reason,
        blocks_enrollment=blocks,
        placed_at=placed_at,
        released_at=placed_at + timedelta(days=days) if draw.happens(400, "released") else None,
    )
