"""Students and sections that enrollments are between, in a district that has neither."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.imports.enrollment_rows import SEATS, section_code
from benchmarks.imports.records import Records, copied, student_ids
from benchmarks.imports.student_rows import StudentRows
from infra_cfn.local.postgres.server import connected

YEAR = """
INSERT INTO academic_session (title, type, start_date, end_date, school_year)
VALUES ('2026-2027', 'school_year', '2026-08-01', '2027-07-31', 2027) RETURNING id
"""
TERM = """
INSERT INTO academic_session (title, type, start_date, end_date, school_year, parent_id)
VALUES ('Fall 2026', 'term', '2026-08-24', '2026-12-18', 2027, %s) RETURNING id
"""
COURSES = """
INSERT INTO course (org_id, code, title, credits)
SELECT id, 'GEN-101', 'General Studies', 3 FROM org WHERE type = 'school'
"""
# In turn at each school; a few seats stay free.
SECTIONS = """
INSERT INTO section (org_id, course_id, academic_session_id, code, title, capacity)
SELECT org_id, course.id, %(term)s, section.code, 'General Studies', %(capacity)s
FROM unnest(%(codes)s) WITH ORDINALITY AS section (code, number)
JOIN (SELECT *, row_number() OVER (ORDER BY id) AS nth, count(*) OVER () AS courses FROM course)
  AS course ON nth = number %% courses + 1
"""


@contextmanager
def populated(empty: Records, sections: int) -> Iterator[Records]:
    """Give a copy of a district with as many sections and five students for each of them."""
    with copied(empty) as records:
        _add_students(records, 5 * sections)
        with connected(records.admin_url) as cursor:
            cursor.execute(YEAR)
            cursor.execute(TERM, cursor.fetchone())
            [(term,)] = cursor.fetchall()
            cursor.execute(COURSES)
            codes = [section_code(number) for number in range(sections)]
            cursor.execute(SECTIONS, {"term": term, "codes": codes, "capacity": SEATS + 5})
        records.settle()
        yield records


def _add_students(records: Records, count: int) -> None:
    rows, ids = StudentRows(), student_ids(records)
    lines = io.StringIO()
    csv.writer(lines).writerows(rows.stored(rows.clean(n), ids) for n in range(count))
    lines.seek(0)
    with connected(records.admin_url) as cursor:
        columns = ", ".join(rows.columns)
        cursor.copy_expert(f"COPY student ({columns}) FROM STDIN (FORMAT csv)", lines)
