"""Random calls: a mutation and an input for it that may well be refused."""

from collections.abc import Callable
from typing import Any

from schema.models import HoldKind
from schema.reports import ReportName
from tests.graphql_api.random_values import Chooser, Sample, id_near

Input = dict[str, Any]
NAMES = ("Ada", "it's", '"', "\\u0041", "😀", "", "%(p1)s")


def random_call(choose: Chooser, sample: Sample) -> tuple[str, Input]:
    """Return a mutation's name and an input for it."""
    make = choose.pick(MAKERS)
    given = {name: value for name, value in make(choose, sample).items() if value is not ...}
    if choose.chance(15):
        given["idempotencyKey"] = choose.pick(("one", "another"))
    return make.__name__, given


def studentUpdate(choose: Chooser, sample: Sample) -> Input:
    return {
        "id": str(id_near(choose, sample.ids("student")[:30])),
        "givenName": choose.pick(NAMES),
        "gradeLevel": choose.pick((..., None, 3, 99)),
        "studentNumber": choose.pick((..., "S-1", "not plain", *sample.ids("student")[:1])),
        "email": choose.pick((..., ..., None, "a@example.org", "b@example.org")),
        "expectedVersion": choose.pick((..., ..., None, 1, 2)),
    }


def studentCreate(choose: Chooser, _: Sample) -> Input:
    number = choose.pick(("S-1", "N-1", "N-2", "N-3", "N-4", "a b"))
    return {"studentNumber": number, "givenName": choose.pick(NAMES)}


def studentDeactivate(choose: Chooser, sample: Sample) -> Input:
    return {"id": choose.pick(sample.ids("student")[:40])}


def enroll(choose: Chooser, sample: Sample) -> Input:
    return {
        "studentId": str(id_near(choose, sample.ids("student")[:60])),
        "sectionId": choose.pick(sample.ids("section")),
        "waitlist": choose.chance(50),
        "overrideReason": choose.pick((..., "because", "because")),
    }


def enrollMany(choose: Chooser, sample: Sample) -> Input:
    items = [enroll(choose, sample) for _ in range(choose.size(0, 3))]
    return {
        "items": [{k: v for k, v in item.items() if v is not ...} for item in items],
        "errorPolicy": choose.pick(("ALL_OR_NOTHING", "EACH")),
        "dryRun": choose.chance(20),
    }


def drop(choose: Chooser, sample: Sample) -> Input:
    return {
        "enrollmentId": choose.pick(sample.ids("enrollment")),
        "overrideReason": choose.pick((..., "because", "because")),
    }


def sectionUpdate(choose: Chooser, sample: Sample) -> Input:
    return {
        "id": choose.pick(sample.ids("section")),
        "capacity": choose.pick((..., 0, 10, 400)),
        "title": choose.pick((..., *NAMES)),
    }


def holdPlace(choose: Chooser, sample: Sample) -> Input:
    student = choose.pick(sample.ids("student")[:60])
    kind = choose.pick([kind.name for kind in HoldKind])
    return {"studentId": student, "kind": kind, "reason": choose.pick(NAMES)}


def holdRelease(choose: Chooser, sample: Sample) -> Input:
    return {"id": choose.pick(sample.ids("hold"))}


def gradePost(choose: Chooser, sample: Sample) -> Input:
    return {
        "studentId": choose.pick(sample.ids("student")[:60]),
        "item": {"finalOfSectionId": choose.pick(sample.ids("section"))},
        "grade": choose.pick(("A", "B+", "Z")),
    }


def gradeAmend(choose: Chooser, sample: Sample) -> Input:
    return {
        "resultId": choose.pick(sample.ids("result")),
        "grade": choose.pick((..., "A", "B", "Z")),
        "comment": choose.pick((..., None, "well done")),
        "reason": choose.pick(("a mistake", "")),
    }


def reportStart(choose: Chooser, _: Sample) -> Input:
    return {"report": choose.pick([name.name for name in ReportName])}


MAKERS: tuple[Callable[[Chooser, Sample], Input], ...] = (
    studentUpdate,
    studentUpdate,
    studentCreate,
    studentDeactivate,
    enroll,
    enroll,
    enrollMany,
    drop,
    drop,
    sectionUpdate,
    holdPlace,
    holdRelease,
    gradePost,
    gradeAmend,
    reportStart,
)
