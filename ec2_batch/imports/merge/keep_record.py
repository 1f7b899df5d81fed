"""Merge, step 6: what the import did and what it left out, on the job's own tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import execute_values

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.find_known import named_columns
from ec2_batch.imports.merge.part import Part
from ec2_batch.transaction import run
from runtime import tracing

ISSUES = """
INSERT INTO import_issue (import_job_id, file, line, column_name, code, value, message) VALUES %s
"""
STUDENTS = sql.SQL("""
INSERT INTO import_change (import_job_id, entity, entity_id, action, before, after)
SELECT %(job)s, 'student', entity_id, action, before, jsonb_build_object({after})
FROM import_staged WHERE student_written ORDER BY line
""")
ENROLLMENTS = """
INSERT INTO import_change (import_job_id, entity, entity_id, action, after)
SELECT %(job)s, 'enrollment', enrollment_id, 'create',
       jsonb_build_object('student_id', entity_id, 'section_id', section_id, 'state', place)
FROM import_staged WHERE enrollment_id IS NOT NULL ORDER BY line
"""
COUNTS = """
SELECT count(*) FILTER (WHERE action = 'create'),
       count(*) FILTER (WHERE action = 'update'),
       count(*) FILTER (WHERE action = 'unchanged')
FROM import_staged
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows had which outcome."""

    created: int
    updated: int
    unchanged: int
    rejected: int

    @property
    def total(self) -> int:
        """Return how many rows there were."""
        return self.created + self.updated + self.unchanged + self.rejected


def keep_issues(cursor: Cursor, job_id: int, file: str, issues: Sequence[Issue]) -> None:
    """Write a chunk's issues, in the order of their lines."""
    rows = [
        (job_id, file, issue.line, issue.column, issue.code, issue.value, issue.message)
        for issue in sorted(issues, key=lambda issue: issue.line)
    ]
    with tracing.sql_span("insert issues"):
        execute_values(cursor, ISSUES, rows, page_size=1000)


def keep_changes(cursor: Cursor, part: Part) -> None:
    """Write what was changed, so that it can be shown and taken back."""
    after = named_columns("import_staged", (*part.layout.written, "org_id", "sourced_id"))
    run(cursor, "insert changes", STUDENTS.format(after=after), {"job": part.job_id})
    run(cursor, "insert enrollment changes", ENROLLMENTS, {"job": part.job_id})


def count_outcomes(cursor: Cursor, issues: Sequence[Issue]) -> Counts:
    """Return how many of a chunk's rows had which outcome."""
    [(created, updated, unchanged)] = run(cursor, "count outcomes", COUNTS, {})
    return Counts(created, updated, unchanged, len({issue.line for issue in issues}))
