"""Merge, step 2g: line items that the records have no place for."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.part import Part, drop_lines
from ec2_batch.transaction import run

# By code: the column to name, and why.
REFUSALS = {
    "OTHER_SECTION": ("section_name", "The line item of this id is another section's."),
    "SCORES_OUT_OF_ORDER": ("max_score", "The highest score is not above the lowest."),
    "RESULTS_OUT_OF_RANGE": (
        "max_score",
        "Students have scores that are outside of this range: change those first.",
    ),
}
FIND = """
SELECT line, code, CASE code WHEN 'OTHER_SECTION' THEN section_name ELSE max_score::text END
FROM (
    SELECT planned.*, CASE
        WHEN record.section_id <> planned.section_id THEN 'OTHER_SECTION'
        WHEN planned.min_score >= planned.max_score THEN 'SCORES_OUT_OF_ORDER'
        WHEN (record.min_score, record.max_score) <> (planned.min_score, planned.max_score)
         AND EXISTS (
            SELECT FROM result
            WHERE line_item_id = record.id
              AND NOT score BETWEEN planned.min_score AND planned.max_score
         ) THEN 'RESULTS_OUT_OF_RANGE' END AS code
    FROM import_planned AS planned LEFT JOIN line_item AS record ON record.id = planned.entity_id
    WHERE action <> 'unchanged' AND line BETWEEN %(first)s AND %(last)s
) AS judged WHERE code IS NOT NULL ORDER BY line
"""


def refuse_line_items(cursor: Cursor, part: Part) -> list[Issue]:
    """Take line items out that cannot be, and say which."""
    found = run(cursor, "find impossible line items", FIND, part.lines)
    drop_lines(cursor, [line for line, _, _ in found])
    return [_issue(part, *row) for row in found]


def _issue(part: Part, line: int, code: str, value: str | None) -> Issue:
    column, message = REFUSALS[code]
    return part.refusal(line, code, message, column, value)
