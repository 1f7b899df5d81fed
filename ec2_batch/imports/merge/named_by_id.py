"""What rows of a set name: its records by their sourced ids, and by nothing else."""

from dataclasses import replace

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.find_named import Named, find_named
from ec2_batch.imports.merge.named_records import MINE
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.suggest_name import Near

BY_ID = "known.sourced_id = asked.name"
STUDENT = Named(
    noun="student",
    table="student",
    ways=(BY_ID,),
    copies=(),
    near=Near("student", "sourced_id", "true"),
)
SECTION = Named(
    noun="section",
    table="section",
    ways=(f"{BY_ID} AND {MINE}",),
    copies=("org_id", "course_id", "last_day_to_enroll"),
    near=Near("section", "sourced_id", MINE),
)
TAUGHT_SECTION = replace(SECTION, copies=())
STAFF = Named(
    noun="staff",
    called="member of staff",
    table="staff",
    ways=(BY_ID,),
    copies=(),
    near=Near("staff", "sourced_id", "true"),
)
LINE_ITEM = Named(
    noun="line_item",
    table="line_item",
    ways=(f"{BY_ID} AND {MINE}",),
    copies=("section_id", "org_id"),
    near=Near("line_item", "sourced_id", MINE),
)


def find_students(cursor: Cursor, part: Part) -> list[Issue]:
    """Find the student of each row; rows that name none that is known are taken out."""
    return find_named(cursor, part, STUDENT)


def find_sections(cursor: Cursor, part: Part) -> list[Issue]:
    """Find the section of each row, among those that are the caller's to write."""
    return find_named(cursor, part, SECTION)


def find_taught_sections(cursor: Cursor, part: Part) -> list[Issue]:
    """Find the section of each row, where nothing else of it is asked for."""
    return find_named(cursor, part, TAUGHT_SECTION)


def find_staff(cursor: Cursor, part: Part) -> list[Issue]:
    """Find the member of staff of each row; people of other schools teach as well."""
    return find_named(cursor, part, STAFF)


def find_line_items(cursor: Cursor, part: Part) -> list[Issue]:
    """Find the line item of each row, among those that are the caller's to write."""
    return find_named(cursor, part, LINE_ITEM)
