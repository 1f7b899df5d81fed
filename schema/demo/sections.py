"""Sections: a block's students gathered into classes, with seats for them or a waitlist."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from schema.demo.block import Block
from schema.demo.calendar import Phase, Term
from schema.demo.catalog import CATALOGS, Course, course_id
from schema.demo.draw import Draw
from schema.demo.rows import SectionRow, SectionStaffRow
from schema.demo.schools import schools_of, teacher_id
from schema.demo.studies import Study
from schema.models import SectionStaffRole

CLASS_SIZE = 28  # a bigger demand makes another section
SMALL_CLASS = 5  # has a few seats to spare
SECTIONS_PER_COURSE = 5  # at most, in a block and term; keeps section codes apart
POPULAR = "BIO-101"  # always full in the running term, with a waitlist


@dataclass(frozen=True, slots=True)
class Group:
    """One section and who asked for it, each list in order of asking."""

    sourced_id: str
    code: str
    course: Course
    term: Term
    school: str
    capacity: int  # seats
    seated: Sequence[Study]
    waiting: Sequence[Study]
    gone: Sequence[Study]


def groups(block: Block, studies: Iterable[Study]) -> Iterator[Group]:
    """Yield the block's sections, the earliest term first."""
    asked: defaultdict[tuple[str, str], list[Study]] = defaultdict(list)
    for study in studies:
        asked[study.term.name, study.course.code].append(study)
    for key in sorted(asked):
        wanted = sorted(asked[key], key=lambda study: (study.asked_at, study.student))
        count = min(SECTIONS_PER_COURSE, -(-len(wanted) // CLASS_SIZE))
        for position in range(count):
            number = block.number * SECTIONS_PER_COURSE + position + 1
            yield _group(block, number, wanted[position::count])


def _group(block: Block, number: int, wanted: Sequence[Study]) -> Group:
    course, term = wanted[0].course, wanted[0].term
    code = f"{course.code}-{number}"
    staying = [study for study in wanted if study.left_on is None]
    capacity = _capacity(course, term, number, len(staying))
    return Group(
        sourced_id=f"section-{term.name}-{code.lower()}",
        code=code,
        course=course,
        term=term,
        school=schools_of(block.pair)[course not in CATALOGS[0]],
        capacity=capacity,
        seated=staying[:capacity],
        waiting=staying[capacity:],
        gone=[study for study in wanted if study.left_on is not None],
    )


def _capacity(course: Course, term: Term, number: int, staying: int) -> int:
    """Return the seats: too few where a waitlist is due, else enough or just enough."""
    draw = Draw("section", term.name, course.code, number)
    popular = course.code == POPULAR or draw.happens(120, "popular")
    if popular and term.phase is Phase.RUNNING and staying > SMALL_CLASS:
        return staying - 2 - staying // 10
    if draw.happens(150, "just enough") and staying > SMALL_CLASS:
        return staying
    return -(-(staying + 3) // 5) * 5


def section_row(group: Group) -> SectionRow:
    """Return the group's section."""
    course, term = group.course, group.term
    return SectionRow(
        sourced_id=group.sourced_id,
        course=course_id(course.code, group.school),
        session=term.sourced_id,
        code=group.code,
        title=course.title,
        capacity=group.capacity,
        last_day_to_enroll=None if course.open_entry else term.last_day_to_enroll,
        last_day_to_drop=None if course.open_entry else term.last_day_to_drop,
    )


def section_staff_rows(block: Block, group: Group) -> Iterator[SectionStaffRow]:
    """Yield who teaches the section, and in some a colleague of the same school who assists."""
    teacher = group.course.teacher
    yield SectionStaffRow(
        group.sourced_id, teacher_id(block, teacher), SectionStaffRole.TEACHER, True
    )
    if Draw("section", group.sourced_id).happens(150, "assisted"):
        # Teachers come in pairs of neighbours, the last of the high school with the one before.
        colleague = {0: 1, 1: 0, 2: 3, 3: 2, 4: 3, 5: 6, 6: 5}[teacher]
        yield SectionStaffRow(
            group.sourced_id, teacher_id(block, colleague), SectionStaffRole.ASSISTANT, False
        )
