"""orgs, academicSessions, courses and classes of OneRoster sets: ours under other names."""

from dataclasses import replace

import polars as pl

from ec2_batch.imports.format import Cell, Format, Present, Rule, bind, plain
from ec2_batch.imports.formats import courses, orgs, sections, terms
from ec2_batch.imports.formats.catalog_cells import refers
from ec2_batch.imports.formats.oneroster.closed import closed
from ec2_batch.imports.formats.oneroster.files import STATUS, file_of
from ec2_batch.imports.issue import BadValueError
from ec2_batch.imports.parsers.lists import list_of
from ec2_batch.imports.parsers.words import one_of
from ec2_batch.imports.references.references import References
from schema.formats.format import ImportFormat
from schema.formats.oneroster.words import ORG_TYPES, SESSION_TYPES

ORG_NAMES = {"sourcedId": "sourced_id", "parentSourcedId": "parent"}
SESSION_NAMES = ORG_NAMES | {
    "startDate": "start_date",
    "endDate": "end_date",
    "schoolYear": "school_year",
}
COURSE_NAMES = {"sourcedId": "sourced_id", "courseCode": "code", "orgSourcedId": "school"}
CLASS_NAMES = {
    "sourcedId": "sourced_id",
    "courseSourcedId": "course",
    "classCode": "code",
    "schoolSourcedId": "school",
    "termSourcedIds": "term",
}
SCHOOL = refers(lambda name, references: references.schools.find_any(name), "org_id")


def catalog(declared: ImportFormat) -> tuple[Format, Format, Format, Format]:
    """Return the files orgs, academicSessions, courses and classes of a version."""
    return (_orgs(declared), _sessions(declared), _courses(declared), _classes(declared))


def _orgs(declared: ImportFormat) -> Format:
    file = file_of(declared, "orgs.csv", ORG_NAMES)
    kind = Cell(plain(one_of(ORG_TYPES)), writes=("type",))
    cells = orgs.CELLS | {"type": kind, "status": STATUS}
    return replace(orgs.ORGS, declared=declared, file=file, columns=bind(file, cells))


def _sessions(declared: ImportFormat) -> Format:
    file = file_of(declared, "academicSessions.csv", SESSION_NAMES)
    kind = Cell(plain(one_of(SESSION_TYPES)), writes=("type",))
    cells = terms.CELLS | {"type": kind, "status": STATUS}
    return replace(terms.TERMS, declared=declared, file=file, columns=bind(file, cells))


def _courses(declared: ImportFormat) -> Format:
    file = file_of(declared, "courses.csv", COURSE_NAMES)
    cells = {name: courses.CELLS[name] for name in courses.CELLS if name != "grade_scale"}
    bound = bind(file, cells | {"school": SCHOOL, "status": STATUS})
    return replace(
        courses.COURSES, declared=declared, file=file, columns=bound, rules=_course_rules
    )


def _classes(declared: ImportFormat) -> Format:
    file = file_of(declared, "classes.csv", CLASS_NAMES)
    term = Cell(one_term, writes=("academic_session_id",), type=pl.Int64)
    own = ("last_day_to_enroll", "last_day_to_drop")
    cells = {name: sections.CELLS[name] for name in sections.CELLS if name not in own}
    course = refers(lambda name, references: references.courses.find_any(name), "course_id")
    ours = {"course": course, "term": term, "school": SCHOOL, "status": STATUS}
    bound = bind(file, cells | ours)
    return replace(
        sections.SECTIONS, declared=declared, file=file, columns=bound, rules=_class_rules
    )


def _course_rules(present: Present, references: References) -> list[Rule]:
    return [*courses.rules(present, references), *closed(present, school=references.schools)]


def _class_rules(present: Present, references: References) -> list[Rule]:
    named = {"course": references.courses, "term": references.terms, "school": references.schools}
    return closed(present, **named)


def one_term(text: str, references: References) -> int | None:
    """Return the one term that a section is in: that which all listed ones are parts of.

    Raises:
        BadValueError: one is unknown, or they are parts of different ones.
    """
    listed = list_of(references.terms.find_any)(text)
    if len(listed) <= 1:
        return listed[0] if listed else None
    wholes = {references.term_parents.get(each) for each in listed}
    if len(wholes) == 1 and (whole := wholes.pop()) is not None:
        return whole
    raise BadValueError(
        "SEVERAL_TERMS", "A section is in one term, or in several that are all parts of one."
    )
