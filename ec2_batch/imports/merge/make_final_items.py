"""Merge, step 2f: a final line item for each section that is graded and has none."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.entities.line_item import FINAL_TITLE, LEAST_SCORE, MOST_SCORE
from ec2_batch.imports.merge.part import Part
from ec2_batch.transaction import run

# Somebody may be making the same one: then theirs is taken. The changes come before those of the
# results, and so an undo takes the results first.
MAKE = """
WITH made AS (
    INSERT INTO line_item (
        sourced_id, section_id, org_id, title, kind, min_score, max_score, grade_scale_id
    )
    SELECT DISTINCT ON (section_id)
           'final:' || section_id, section_id, org_id, %(title)s, 'final', %(least)s, %(most)s,
           scale_id
    FROM import_planned WHERE line_item_id IS NULL AND line BETWEEN %(first)s AND %(last)s
    ORDER BY section_id
    ON CONFLICT DO NOTHING
    RETURNING id
)
INSERT INTO import_change (import_job_id, entity, entity_ids, action, version_after)
SELECT %(job)s, 'line_item', array_agg(id ORDER BY id), 'create', 1 FROM made HAVING count(*) > 0
"""
TAKE = """
UPDATE import_planned SET line_item_id = item.id FROM line_item AS item
WHERE item.section_id = import_planned.section_id AND item.kind = 'final'
  AND line_item_id IS NULL AND line BETWEEN %(first)s AND %(last)s
"""


def make_final_items(cursor: Cursor, part: Part) -> None:
    """Make the line items that are missing, and give them to their rows."""
    item = {"title": FINAL_TITLE, "least": LEAST_SCORE, "most": MOST_SCORE, "job": part.job_id}
    run(cursor, "make final items", MAKE, part.lines | item)
    run(cursor, "take final items", TAKE, part.lines)
