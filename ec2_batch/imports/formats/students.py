"""students.csv: a student a row, known by an id or a student number."""

from collections.abc import Collection

from ec2_batch.imports import values
from ec2_batch.imports.format import Cells, Column, Format, plain
from ec2_batch.imports.issue import BadValueError
from ec2_batch.imports.references import References
from ec2_batch.imports.staged_student import Claim, StagedStudent, StudentKey

TWICE = "Line {line} of this file already has this value."

COLUMNS = (
    Column(
        "sourced_id",
        ("sourcedId", "student_id", "student sourced id", "user id", "external id", "id"),
        plain(values.sourced_id),
        writes=(),
        required=True,
    ),
    Column(
        "student_number",
        ("student number", "student no", "student nr", "number", "local id", "identifier"),
        plain(values.student_number),
        writes=("student_number",),
        required=True,
    ),
    Column(
        "given_name",
        ("given name", "first name", "first", "fname", "forename", "given", "student first name"),
        plain(values.person_name),
        writes=("given_name",),
        required=True,
    ),
    Column(
        "family_name",
        ("family name", "last name", "last", "lname", "surname", "family", "student last name"),
        plain(values.person_name),
        writes=("family_name",),
    ),
    Column(
        "name",
        ("full name", "student name", "display name"),
        plain(values.full_name),
        writes=("given_name", "family_name"),
    ),
    Column(
        "email",
        ("e-mail", "mail", "email address", "e-mail address", "student email"),
        plain(values.email),
        writes=("email",),
    ),
    Column(
        "birth_date",
        ("birthdate", "birthday", "date of birth", "dob", "born"),
        lambda text, references: values.birth_date(text, references.today),
        writes=("birth_date",),
    ),
    Column(
        "grade_level",
        ("grade", "grade level", "grades", "year level", "year"),
        plain(values.grade_level),
        writes=("grade_level",),
    ),
    Column(
        "school",
        ("school name", "school id", "org", "org id", "orgSourcedIds", "org sourced id",
         "schoolSourcedId", "organisation", "organization", "campus"),
        lambda text, references: references.schools.find(text),
        writes=("org_id",),
    ),
)  # fmt: skip


def stage(cells: Cells, references: References) -> StagedStudent:
    """Return the student of a row; one id stands in for the other where a file has one."""
    given, family = _names(cells)
    org_id = cells.get("school") or references.default_school
    if org_id is None:
        raise BadValueError("REQUIRED", "Say which school each student belongs to.", "school")
    return StagedStudent(
        sourced_id=cells.get("sourced_id") or cells["student_number"],
        student_number=cells.get("student_number") or _number_of(cells["sourced_id"]),
        given_name=given,
        family_name=family,
        email=cells.get("email"),
        birth_date=cells.get("birth_date"),
        grade_level=cells.get("grade_level"),
        org_id=org_id,
    )


def keys(present: Collection[str]) -> tuple[StudentKey, ...]:
    """Return how to find a student: many an `id` turns out to be the student number."""
    if "sourced_id" in present:
        return StudentKey.SOURCED_ID, StudentKey.STUDENT_NUMBER
    return (StudentKey.STUDENT_NUMBER,)


def _names(cells: Cells) -> tuple[str, str | None]:
    given, family = cells.get("name") or (None, None)
    given = cells.get("given_name") or given
    if given is None:
        raise BadValueError("REQUIRED", "Each row needs a name.", "name")
    return given, cells.get("family_name") or family


def _number_of(sourced_id: str) -> str:
    try:
        return values.student_number(sourced_id)
    except BadValueError as error:
        raise BadValueError(error.code, error.message, "sourced_id") from None


STUDENTS = Format(
    name="students",
    example="student_number,given_name,family_name,email,birth_date,grade_level,school",
    columns=COLUMNS,
    needs=(("sourced_id", "student_number"), ("given_name", "name")),
    stage=stage,
    keys=keys,
    stands_for={"sourced_id": "student_number", "student_number": "sourced_id"},
    claims=(
        Claim("sourced_id", "DUPLICATE_ID", TWICE, "sourced_id"),
        Claim("student_number", "DUPLICATE_ID", TWICE, "student_number"),
        Claim("email", "DUPLICATE_EMAIL", TWICE, "lower(email)"),
    ),
    repeats=False,
)
