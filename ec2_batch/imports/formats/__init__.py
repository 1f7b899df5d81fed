"""The kinds of CSV file that can be imported, by name, in the order that they are declared in."""

from ec2_batch.imports.format import Format
from ec2_batch.imports.formats.courses import COURSES
from ec2_batch.imports.formats.enrollments import ENROLLMENTS
from ec2_batch.imports.formats.grades import GRADES
from ec2_batch.imports.formats.legacy_students import LEGACY_STUDENTS
from ec2_batch.imports.formats.orgs import ORGS
from ec2_batch.imports.formats.sections import SECTIONS
from ec2_batch.imports.formats.staff import STAFF
from ec2_batch.imports.formats.students import STUDENTS
from ec2_batch.imports.formats.terms import TERMS
from schema import formats

_BOUND = {
    each.name: each
    for each in (
        COURSES, ENROLLMENTS, GRADES, LEGACY_STUDENTS, ORGS, SECTIONS, STAFF, STUDENTS, TERMS,
    )
}  # fmt: skip
FORMATS: dict[str, Format] = {
    name: _BOUND[name] for name, declared in formats.FORMATS.items() if not declared.is_archive
}

__all__ = ["FORMATS"]
