"""Mistakes that real OneRoster exports have, and what must come of them."""

from dataclasses import dataclass

from tests.ec2_batch.imports.oneroster_set import OneRosterSet


@dataclass(frozen=True)
class Fault:
    """A mistake that real exports have, and the issue that it must come back as."""

    file: str
    column: str
    value: str
    code: str


FAULTS = (
    Fault("orgs.csv", "type", "shool", "UNKNOWN_VALUE"),
    Fault("orgs.csv", "name", "", "REQUIRED"),
    Fault("academicSessions.csv", "startDate", "1/05/2023", "INVALID_DATE"),
    Fault("academicSessions.csv", "schoolYear", "26-27", "INVALID_SCHOOL_YEAR"),
    Fault("academicSessions.csv", "type", "quarter", "UNKNOWN_VALUE"),
    Fault("courses.csv", "orgSourcedId", "nowhere", "UNKNOWN_ORG"),
    Fault("courses.csv", "metadata.credits", "1,5", "INVALID_NUMBER"),
    Fault("users.csv", "email", "not an address", "INVALID_EMAIL"),
    Fault("users.csv", "givenName", "", "REQUIRED"),
    Fault("users.csv", "grades", "14", "INVALID_GRADE_LEVEL"),
    Fault("classes.csv", "courseSourcedId", "nowhere", "UNKNOWN_COURSE"),
    Fault("enrollments.csv", "userSourcedId", "nobody", "UNKNOWN_PERSON"),
    Fault("enrollments.csv", "role", "visitor", "UNKNOWN_VALUE"),
    Fault("enrollments.csv", "beginDate", "2026-02-30", "INVALID_DATE"),
    Fault("demographics.csv", "birthDate", "2090-01-01", "INVALID_DATE"),
    Fault("lineItems.csv", "resultValueMax", "nan", "INVALID_NUMBER"),
    Fault("results.csv", "score", "١٢", "INVALID_NUMBER"),
    Fault("results.csv", "scoreStatus", "graded", "UNKNOWN_VALUE"),
)


def with_fault(made: OneRosterSet, fault: Fault) -> tuple[OneRosterSet, int]:
    """Return the set with one more row, which nothing refers to, and that row's line."""
    rows = made.files[fault.file]
    copied = rows[-1]
    unlike = {
        "sourcedId": f"{copied['sourcedId']}-odd",
        "email": "odd.one.out@example.org",
        "identifier": "odd-one-out",
        "classCode": "odd",
        "courseCode": "odd",
    }
    odd = copied | {name: new for name, new in unlike.items() if name in copied}
    return made.with_rows(fault.file, [*rows, odd | {fault.column: fault.value}]), len(rows) + 2
