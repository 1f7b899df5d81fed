"""Merge, step 2c: rows by which somebody would begin to teach who cannot, or where nobody can."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.part import Part, drop_lines
from ec2_batch.transaction import run

REFUSALS = {
    "DUPLICATE_ROW": (
        "staff_name",
        "Another row of this file is about this person in this section.",
    ),
    "STAFF_LEFT": ("staff_name", "This person has left: the record is inactive."),
    "SECTION_CLOSED": ("section_name", "This section is no longer in use."),
}
# What stays as it is is none of this file's doing.
FIND = """
SELECT line, code, CASE code WHEN 'SECTION_CLOSED' THEN section_name ELSE staff_name END
FROM (
    SELECT planned.line, planned.section_name, planned.staff_name, CASE
        WHEN row_number() OVER (
                PARTITION BY planned.section_id, planned.staff_id ORDER BY planned.line
            ) > 1 THEN 'DUPLICATE_ROW'
        WHEN comes AND staff.status <> 'active' THEN 'STAFF_LEFT'
        WHEN comes AND section.status <> 'active' THEN 'SECTION_CLOSED'
        END AS code
    FROM import_planned AS planned
    JOIN staff ON staff.id = planned.staff_id
    JOIN section ON section.id = planned.section_id
    LEFT JOIN section_staff AS record ON record.id = planned.entity_id
    CROSS JOIN LATERAL (SELECT planned.status = 'active'
        AND coalesce(record.status, 'inactive') = 'inactive' AS comes) AS moves
    WHERE planned.action <> 'unchanged' AND planned.line BETWEEN %(first)s AND %(last)s
) AS judged WHERE code IS NOT NULL ORDER BY line
"""


def refuse_teachers(cursor: Cursor, part: Part) -> list[Issue]:
    """Take rows out by which nobody can teach, and say why."""
    found = run(cursor, "find impossible teachers", FIND, part.lines)
    drop_lines(cursor, [line for line, _, _ in found])
    return [_issue(part, *row) for row in found]


def _issue(part: Part, line: int, code: str, value: str | None) -> Issue:
    column, message = REFUSALS[code]
    return part.refusal(line, code, message, column, value)
