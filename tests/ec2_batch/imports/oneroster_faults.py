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
    Fault("courses.csv", "orgSourcedId", "nowhere", "UNKNOWN_SCHOOL"),
    Fault("courses.csv", "metadata.credits", "1,5", "INVALID_NUMBER"),
    Fault("users.csv", "email", "not an address", "INVALID_EMAIL"),
    Fault("users.csv", "givenName", "", "REQUIRED"),
    Fault("users.csv", "grades", "14", "INVALID_GRADE_LEVEL"),
    Fault("classes.csv", "courseSourcedId", "nowhere", "UNKNOWN_COURSE"),
    Fault("enrollments.csv", "userSourcedId", "nobody", "UNKNOWN_STUDENT"),
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
    copied = rows[0]  # of users.csv a student, who is not passed over
    unlike = {
        "sourcedId": f"{copied['sourcedId']}-odd-{fault.column.lower()}",
        "email": "odd.one.out@example.org",
        "identifier": "odd-one-out",
        "classCode": "odd",
        "courseCode": "odd",
    }
    odd = copied | {name: new for name, new in unlike.items() if name in copied}
    spoilt = made.with_rows(fault.file, [*rows, odd | {fault.column: fault.value}])
    if fault.file == "users.csv" and (roles := made.files.get("roles.csv")):
        role = {"sourcedId": f"{odd['sourcedId']}-role", "userSourcedId": odd["sourcedId"]}
        spoilt = spoilt.with_rows("roles.csv", [*roles, roles[0] | role])
    return spoilt, len(rows) + 2
