"""users, roles and demographics of OneRoster sets: students and staff."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from ec2_batch.imports.entities.student import STUDENT
from ec2_batch.imports.format import (
    Cell,
    Format,
    Present,
    Rule,
    Steps,
    Takes,
    bind,
    first_of,
    plain,
)
from ec2_batch.imports.formats import staff, students
from ec2_batch.imports.formats.catalog_cells import status_of
from ec2_batch.imports.formats.oneroster.closed import closed
from ec2_batch.imports.formats.oneroster.files import STATUS, file_of
from ec2_batch.imports.merge.pass_over_others import pass_over_others
from ec2_batch.imports.parsers.grade_levels import grade_level_of
from ec2_batch.imports.parsers.lists import list_of
from ec2_batch.imports.parsers.words import one_of
from ec2_batch.imports.references.references import References
from schema.formats.format import ImportFormat
from schema.formats.oneroster.words import USER_ROLES_1_1, USER_ROLES_1_2

NAMES = {
    "sourcedId": "sourced_id",
    "givenName": "given_name",
    "familyName": "family_name",
    "identifier": "student_number",
    "grades": "grade_level",
    "orgSourcedIds": "school",
    "primaryOrgSourcedId": "school",
    "birthDate": "birth_date",
}
# Guardians are named too, so that no row of theirs is taken for one of an unknown role.
GUARDIAN = "guardian"
KINDS_1_1 = {word.lower(): kind or GUARDIAN for word, kind in USER_ROLES_1_1.items()}
KINDS_1_2 = {word.lower(): kind or GUARDIAN for word, kind in USER_ROLES_1_2.items()}
# Of files that say who is in use, too.
STUDENT_IN_USE = replace(
    STUDENT, columns=(*STUDENT.columns, "status"), looked_at=(*STUDENT.looked_at, "status")
)


def first_school(text: str, references: References) -> int | None:
    """Return the first organisation that is listed: the one that counts."""
    found = list_of(str)(text)
    return references.schools.find_any(found[0]) if found else None


SCHOOL = Cell(first_school, writes=("org_id",), type=pl.Int64)
ROLE = Cell(plain(one_of({word: word for word in USER_ROLES_1_1})))
LEFT_OUT = Cell(plain(str))


def _named(name: str) -> Cell:
    return students.CELLS[name]


PERSON = {
    "sourced_id": _named("sourced_id"),
    "status": STATUS,
    "given_name": _named("given_name"),
    "family_name": _named("family_name"),
    "email": _named("email"),
    "school": SCHOOL,
}
OF_STUDENT = PERSON | {
    "student_number": _named("student_number"),
    "grade_level": Cell(plain(grade_level_of), writes=("grade_level",), type=pl.Int16),
}
OF_STAFF = PERSON | {"student_number": LEFT_OUT, "grade_level": LEFT_OUT}


def stage_student(present: Present, references: References) -> Mapping[str, pl.Expr]:
    """Return the student of each row."""
    return {**students.stage(present, references), "status": status_of(present)}


def users_1_1(declared: ImportFormat) -> tuple[Format, Format]:
    """Return users.csv as it tells of students, and of staff."""
    takes = Takes("role", "student", KINDS_1_1, unknown=True)
    return _users(declared, takes, {"role": ROLE})


def users_1_2(declared: ImportFormat) -> tuple[Format, Format]:
    """Return users.csv as it tells of students, and of staff, by what roles.csv says of each."""
    takes = Takes("sourced_id", "student", KINDS_1_2, by_roles=True, place="school", unknown=True)
    return _users(declared, takes, {})


def demographics(declared: ImportFormat) -> Format:
    """Return demographics.csv, of which a student's birth date is all that is kept."""
    file = file_of(declared, "demographics.csv", NAMES)
    status = replace(STATUS, writes=())  # of the details, not of the student
    cells = {
        "sourced_id": _named("sourced_id"),
        "status": status,
        "birth_date": _named("birth_date"),
    }
    return Format(
        declared=declared,
        file=file,
        entity=STUDENT,
        columns=bind(file, cells),
        stage=_stage_details,
        rules=lambda _present, _references: [],
        stands_for={},
        claims=students.STUDENTS.claims[:1],
        steps=Steps(find=(pass_over_others,)),
    )


def _stage_details(present: Present, _references: References) -> Mapping[str, pl.Expr]:
    return {
        "sourced_id": pl.col("sourced_id"),
        "birth_date": first_of(present, "birth_date").cast(pl.Date),
    }


def _users(declared: ImportFormat, takes: Takes, more: Mapping[str, Cell]) -> tuple[Format, Format]:
    file = file_of(declared, "users.csv", NAMES)
    of_students = Format(
        declared=declared,
        file=file,
        entity=STUDENT_IN_USE,
        columns=bind(file, {**OF_STUDENT, **more}),
        stage=stage_student,
        rules=_student_rules,
        stands_for=students.STUDENTS.stands_for,
        claims=students.STUDENTS.claims,
        takes=takes,
    )
    of_staff = replace(
        staff.STAFF,
        declared=declared,
        file=file,
        columns=bind(file, {**OF_STAFF, **more}),
        stage=_stage_staff,
        rules=_staff_rules,
        takes=replace(takes, kind="staff", unknown=False),
    )
    return of_students, of_staff


def _student_rules(present: Present, references: References) -> list[Rule]:
    return [*students.rules(present, references), *closed(present, school=references.schools)]


def _staff_rules(present: Present, references: References) -> list[Rule]:
    return [*staff.rules(present, references), *closed(present, school=references.schools)]


def _stage_staff(present: Present, references: References) -> Mapping[str, pl.Expr]:
    return {
        name: said for name, said in staff.stage(present, references).items() if name != "title"
    }
