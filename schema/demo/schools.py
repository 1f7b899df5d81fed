"""Schools: the district, pairs of schools below it, and who works there."""

from collections.abc import Iterator

from schema.demo.block import Block
from schema.demo.catalog import CATALOGS, course_rows
from schema.demo.draw import Draw
from schema.demo.people import mailbox, person_name
from schema.demo.rows import CoursePrerequisiteRow, CourseRow, OrgRow, StaffRow
from schema.models import OrgType

DISTRICT = "northfield"
FIRST_PAIR = ("Riverside High School", "Hilltop Academy")
OFFICE = {  # who works for the whole district, by the role of their account
    "admin": "Data Administrator",
    "registrar": "Registrar",
    "operator": "Records Operator",
    "auditor": "Auditor",
}
# Which subjects a block's teachers give; the last two teach at the academy.
SUBJECTS = ("Science", "Mathematics", "History", "English", "Arts", "Sciences", "Humanities")
HIGH_SCHOOL_TEACHERS = 5
PLACES = (
    *("Maple", "Cedar", "Willow", "Juniper", "Aspen", "Birch", "Chestnut", "Laurel"),
    *("Granite", "Silver", "Amber", "Eagle", "Heron", "Fox", "Otter", "Swallow"),
)
FEATURES = (
    *("Creek", "Ridge", "Valley", "Grove", "Lake", "Meadow", "Point", "Springs"),
    *("Falls", "Hollow", "Bay", "Park", "Bridge", "Crossing"),
)


def schools_of(pair: int) -> tuple[str, str]:
    """Return the sourced ids of a pair's high school and academy."""
    return f"org-school-{2 * pair + 1}", f"org-school-{2 * pair + 2}"


def teacher_id(block: Block, teacher: int) -> str:
    """Return the sourced id of one of the block's teachers."""
    return f"staff-{_teacher_number(block, teacher)}"


def _teacher_number(block: Block, teacher: int) -> int:
    return block.number * len(SUBJECTS) + teacher + 1


def district_rows() -> Iterator[OrgRow | StaffRow]:
    """Yield the district and the people in its office."""
    yield OrgRow(DISTRICT, "Northfield School District", OrgType.DISTRICT, "NF", None)
    for role, title in OFFICE.items():
        name = person_name(Draw("staff", role))
        address = f"{role}@staff.example.org"
        yield StaffRow(f"staff-{role}", DISTRICT, name.given, name.family, address, title)


def school_rows(pair: int) -> Iterator[OrgRow | CourseRow | CoursePrerequisiteRow]:
    """Yield a pair of schools and what they teach."""
    for position, (school, name) in enumerate(zip(schools_of(pair), _names(pair), strict=True)):
        identifier = f"NF-{2 * pair + position + 1:03}"
        yield OrgRow(school, name, OrgType.SCHOOL, identifier, DISTRICT)
        yield from course_rows(CATALOGS[position], school)


def _names(pair: int) -> tuple[str, str]:
    if pair == 0:
        return FIRST_PAIR
    feature = FEATURES[pair // len(PLACES) % len(FEATURES)]
    far_feature = FEATURES[(pair // len(PLACES) + 5) % len(FEATURES)]
    place, far_place = PLACES[pair % len(PLACES)], PLACES[(pair + 7) % len(PLACES)]
    return f"{place} {feature} High School", f"{far_place} {far_feature} Academy"


def teacher_rows(block: Block) -> Iterator[StaffRow]:
    """Yield the block's teachers, one a group of subjects."""
    high_school, academy = schools_of(block.pair)
    for teacher, subject in enumerate(SUBJECTS):
        number = _teacher_number(block, teacher)
        name = person_name(Draw("staff", number))
        yield StaffRow(
            sourced_id=teacher_id(block, teacher),
            org=high_school if teacher < HIGH_SCHOOL_TEACHERS else academy,
            given_name=name.given,
            family_name=name.family,
            email=mailbox(name, number, "staff.example.org"),
            title=f"{subject} Teacher",
        )
