"""Merge, step 2c: rows about places that nobody can have, whatever seats there are."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.part import Part, drop_lines
from ec2_batch.transaction import run

# By code: the column to name, and why.
REFUSALS = {
    "OTHER_PLACE": (
        "sourced_id",
        "The enrollment of this id is another student's, or in another section.",
    ),
    "DUPLICATE_ROW": (
        "student_name",
        "Another row of this file is about this student in this section.",
    ),
    "STUDENT_LEFT": ("student_name", "This student has left: the record is inactive."),
    "SECTION_CLOSED": ("section_name", "This section is no longer in use."),
    "DATES_OUT_OF_ORDER": ("end_date", "The last day is before the first."),
    "OUTSIDE_TERM": ("begin_date", "The dates are not all within the section's term."),
}
# What stays as it is is none of this file's doing.
FIND = """
SELECT line, code, CASE code
    WHEN 'OTHER_PLACE' THEN sourced_id
    WHEN 'SECTION_CLOSED' THEN section_name
    WHEN 'OUTSIDE_TERM' THEN concat_ws(' to ', begin_date, end_date)
    WHEN 'DATES_OUT_OF_ORDER' THEN end_date::text
    ELSE student_name END
FROM (
    SELECT planned.*, CASE
        WHEN (record.student_id, record.section_id) <> (planned.student_id, planned.section_id)
            THEN 'OTHER_PLACE'
        WHEN row_number() OVER (PARTITION BY planned.sourced_id ORDER BY line) > 1
          OR planned.state <> 'withdrawn' AND row_number() OVER (
                PARTITION BY planned.student_id, planned.section_id, planned.state = 'withdrawn'
                ORDER BY line
             ) > 1 THEN 'DUPLICATE_ROW'
        WHEN planned.comes AND student.status <> 'active' THEN 'STUDENT_LEFT'
        WHEN planned.comes AND section.status <> 'active' THEN 'SECTION_CLOSED'
        WHEN planned.begin_date > planned.end_date THEN 'DATES_OUT_OF_ORDER'
        WHEN NOT planned.begin_date BETWEEN term.start_date AND term.end_date
          OR NOT planned.end_date BETWEEN term.start_date AND term.end_date THEN 'OUTSIDE_TERM'
        END AS code
    FROM (
        SELECT *, state IN ('active', 'waitlisted')
                  AND coalesce(former_state, 'withdrawn') = 'withdrawn' AS comes
        FROM import_planned WHERE action <> 'unchanged' AND line BETWEEN %(first)s AND %(last)s
    ) AS planned
    JOIN student ON student.id = planned.student_id
    JOIN section ON section.id = planned.section_id
    JOIN academic_session AS term ON term.id = section.academic_session_id
    LEFT JOIN enrollment AS record ON record.id = planned.entity_id
) AS judged WHERE code IS NOT NULL ORDER BY line
"""


def refuse_places(cursor: Cursor, part: Part) -> list[Issue]:
    """Take rows out whose place cannot be, and say which."""
    found = run(cursor, "find impossible places", FIND, part.lines)
    drop_lines(cursor, [line for line, _, _ in found])
    return [_issue(part, *row) for row in found]


def _issue(part: Part, line: int, code: str, value: str | None) -> Issue:
    column, message = REFUSALS[code]
    return part.refusal(line, code, message, column, value)
