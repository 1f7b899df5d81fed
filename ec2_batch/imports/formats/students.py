"""students.csv: how its cells are read, and what student a row is."""

from ec2_batch.imports import values
from ec2_batch.imports.format import Cell, Cells, Format, bind, plain
from ec2_batch.imports.issue import BadValueError
from ec2_batch.imports.references import References
from ec2_batch.imports.staged_student import Claim, StagedStudent
from schema.formats.students import STUDENTS as DECLARED

TWICE = "Line {line} of this file already has this value."

CELLS = {
    "sourced_id": Cell(plain(values.sourced_id)),
    "student_number": Cell(plain(values.student_number), writes=("student_number",)),
    "given_name": Cell(plain(values.person_name), writes=("given_name",)),
    "family_name": Cell(plain(values.person_name), writes=("family_name",)),
    "name": Cell(plain(values.full_name), writes=("given_name", "family_name")),
    "email": Cell(plain(values.email), writes=("email",)),
    "birth_date": Cell(
        lambda text, references: values.birth_date(text, references.today), writes=("birth_date",)
    ),
    "grade_level": Cell(plain(values.grade_level), writes=("grade_level",)),
    "school": Cell(lambda text, references: references.schools.find(text), writes=("org_id",)),
}


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
    declared=DECLARED,
    columns=bind(DECLARED, CELLS),
    stage=stage,
    stands_for={"sourced_id": "student_number", "student_number": "sourced_id"},
    claims=(
        Claim("sourced_id", "DUPLICATE_ID", TWICE, "sourced_id"),
        Claim("student_number", "DUPLICATE_ID", TWICE, "student_number"),
        Claim("email", "DUPLICATE_EMAIL", TWICE, "lower(email)"),
    ),
    repeats=False,
)
