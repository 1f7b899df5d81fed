"""Rules: when a student may enroll in a section."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class EnrollmentRefusal(Enum):
    """Why a student may not enroll."""

    HOLD = "hold"
    PREREQUISITE_MISSING = "prerequisite_missing"
    DEADLINE_PASSED = "deadline_passed"


@dataclass(frozen=True, slots=True)
class EnrollmentRequest:
    """What the policies look at."""

    blocking_holds: Sequence[str]  # kinds
    missing_prerequisites: Sequence[str]  # course codes
    days_late: int  # after the last day to enroll; 0 or less is in time
    override_reason: str | None = None


def enrollment_refusal(request: EnrollmentRequest) -> EnrollmentRefusal | None:
    """Return the first policy that stands in the way; None means the student may enroll.

    A reason overrides policies. Invariants, such as capacity, are not policies:
    the database holds them and nothing overrides them.
    """
    if request.override_reason:
        return None
    if request.blocking_holds:
        return EnrollmentRefusal.HOLD
    if request.missing_prerequisites:
        return EnrollmentRefusal.PREREQUISITE_MISSING
    if request.days_late > 0:
        return EnrollmentRefusal.DEADLINE_PASSED
    return None
