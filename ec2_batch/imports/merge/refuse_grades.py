"""Merge, step 2e: grades that the records have no place for."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.part import Part, drop_lines
from ec2_batch.transaction import run

# By code: the column to name, and why.
REFUSALS = {
    "DUPLICATE_ROW": (
        "student_name",
        "Another row of this file is about this student in this section.",
    ),
    "NOT_ENROLLED": ("student_name", "The student has no place in this section."),
    "GRADE_NEEDED": (
        "grade",
        "The course gives grades, and none has a band that holds the score: say which it is.",
    ),
    "REASON_NEEDED": (
        "reason",
        "This grade is posted: say in a column “reason” why it changes.",
    ),
}
# Who withdrew has no place that could be graded; a grade that is there is another matter.
FIND = """
SELECT line, code, CASE code WHEN 'GRADE_NEEDED' THEN score::text WHEN 'REASON_NEEDED' THEN NULL
                             ELSE student_name END
FROM (
    SELECT *, CASE
        WHEN row_number() OVER (PARTITION BY sourced_id ORDER BY line) > 1 THEN 'DUPLICATE_ROW'
        WHEN action = 'create' AND NOT EXISTS (
            SELECT FROM enrollment
            WHERE enrollment.student_id = planned.student_id
              AND enrollment.section_id = planned.section_id
              AND state IN ('active', 'completed')
        ) THEN 'NOT_ENROLLED'
        WHEN grade_scale_entry_id IS NULL AND EXISTS (
            SELECT FROM grade_scale_entry WHERE grade_scale_id = scale_id
        ) THEN 'GRADE_NEEDED'
        WHEN was_posted AND reason IS NULL THEN 'REASON_NEEDED' END AS code
    FROM import_planned AS planned
    WHERE action <> 'unchanged' AND line BETWEEN %(first)s AND %(last)s
) AS judged WHERE code IS NOT NULL ORDER BY line
"""


def refuse_grades(cursor: Cursor, part: Part) -> list[Issue]:
    """Take rows out whose grade cannot be given, and say which."""
    found = run(cursor, "find impossible grades", FIND, part.lines)
    drop_lines(cursor, [line for line, _, _ in found])
    return [_issue(part, *row) for row in found]


def _issue(part: Part, line: int, code: str, value: str | None) -> Issue:
    column, message = REFUSALS[code]
    return part.refusal(line, code, message, column, value)
