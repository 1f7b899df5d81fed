"""Merge, step 5: how many rows had which outcome, and what is wrong with the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import execute_values

from ec2_batch.imports.issue import Issue, rejected_lines
from ec2_batch.transaction import run
from runtime import tracing

ISSUES = """
INSERT INTO import_issue (import_job_id, file, line, column_name, code, value, message) VALUES %s
"""
TOLD = """
SELECT message FROM import_issue
WHERE import_job_id = %(job)s AND file = %(file)s AND line = 0
"""
COUNTS = """
SELECT count(*) FILTER (WHERE action = 'create'),
       count(*) FILTER (WHERE action = 'update'),
       count(*) FILTER (WHERE action = 'unchanged')
FROM import_planned
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows had which outcome."""

    created: int
    updated: int
    unchanged: int
    rejected: int

    def __add__(self, other: "Counts") -> "Counts":
        """Return both together."""
        return Counts(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.rejected + other.rejected,
        )

    @property
    def total(self) -> int:
        """Return how many rows there were."""
        return self.created + self.updated + self.unchanged + self.rejected

    @property
    def all_new(self) -> bool:
        """Say whether no row was about a record that was there already."""
        return self.created > 0 and not self.updated and not self.unchanged


def keep_issues(cursor: Cursor, job_id: int, file: str, issues: Sequence[Issue]) -> None:
    """Write a chunk's issues, in the order of their lines; those of the whole file once."""
    if any(not issue.line for issue in issues):
        told = {
            message for (message,) in run(cursor, "find told", TOLD, {"job": job_id, "file": file})
        }
        issues = [issue for issue in issues if issue.line or issue.message not in told]
    rows = [
        (job_id, file, issue.line, issue.column, issue.code, issue.value, issue.message)
        for issue in sorted(issues, key=lambda issue: issue.line)
    ]
    with tracing.sql_span("insert issues"):
        execute_values(cursor, ISSUES, rows, page_size=1000)


def count_outcomes(cursor: Cursor, inserted: int, issues: Sequence[Issue]) -> Counts:
    """Return how many of the staged rows had which outcome, those inserted at once included."""
    [(created, updated, unchanged)] = run(cursor, "count outcomes", COUNTS, {})
    return Counts(inserted + created, updated, unchanged, len(rejected_lines(issues)))
