"""Merge, step 0: results without the rows that give nothing, and would take back nothing."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.part import Part
from ec2_batch.transaction import run

# What is exempt or not handed in is a row with neither score nor grade.
DROP_UNGRADED = """
DELETE FROM import_staged AS staged
WHERE line BETWEEN %(first)s AND %(last)s AND CASE status
    WHEN 'inactive' THEN NOT EXISTS (
        SELECT FROM result AS known WHERE known.sourced_id = staged.sourced_id
            OR known.line_item_id = staged.line_item_id AND known.student_id = staged.student_id
    )
    ELSE score IS NULL AND grade_name IS NULL END
"""


def pass_over_ungraded(cursor: Cursor, part: Part) -> list[Issue]:
    """Take rows out that give no score and no grade, or delete what there is not."""
    run(cursor, "pass over ungraded", DROP_UNGRADED, part.lines)
    return []
