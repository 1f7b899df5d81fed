"""Population: all rows of one block, in an order in which they can be written."""

from collections.abc import Iterator

from schema.demo.block import Block
from schema.demo.calendar import session_rows
from schema.demo.catalog import scale_rows
from schema.demo.enrollments import enrollment_rows
from schema.demo.gradebook import line_item_rows, result_rows
from schema.demo.holds import hold_rows
from schema.demo.people import student_rows
from schema.demo.rows import Row
from schema.demo.schools import district_rows, school_rows, schools_of, teacher_rows
from schema.demo.sections import groups, section_row, section_staff_rows
from schema.demo.studies import studies


def block_rows(block: Block) -> Iterator[Row]:
    """Yield what the block adds to the blocks before it."""
    students = range(block.first, block.last + 1)
    yield from _shared_rows(block)
    yield from teacher_rows(block)
    yield from student_rows(students, schools_of(block.pair))
    for student in students:
        yield from hold_rows(student)
    for group in groups(block, (study for student in students for study in studies(student))):
        yield section_row(group)
        yield from section_staff_rows(block, group)
        yield from enrollment_rows(group)
        yield from line_item_rows(group)
        yield from result_rows(group)


def _shared_rows(block: Block) -> Iterator[Row]:
    if block.number == 0:
        yield from session_rows()
        yield from scale_rows()
        yield from district_rows()
    if block.opens_schools:
        yield from school_rows(block.pair)
