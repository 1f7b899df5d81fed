"""Merge, step 0b: the final line item of each row's section, and the grade that the row gives."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.entities.line_item import LEAST_SCORE, MOST_SCORE
from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.part import Part
from ec2_batch.transaction import run

# What of a line item and its scale is staged beside the record's own columns.
STAGED = (
    ("grade_name", "text"),
    ("reason", "text"),
    ("was_posted", "boolean"),
    ("scale_id", "bigint"),
    ("min_score", "numeric"),
    ("max_score", "numeric"),
)
# A section without one will have one that is made as its course says.
FIND_ITEMS = """
UPDATE import_staged AS staged SET
    line_item_id = item.id,
    scale_id = CASE WHEN item.id IS NULL THEN course.grade_scale_id ELSE item.grade_scale_id END,
    min_score = coalesce(item.min_score, %(least)s),
    max_score = coalesce(item.max_score, %(most)s)
FROM (
    SELECT DISTINCT section_id, course_id FROM import_staged
    WHERE line BETWEEN %(first)s AND %(last)s
) AS graded
JOIN course ON course.id = graded.course_id
LEFT JOIN line_item AS item ON item.section_id = graded.section_id AND item.kind = 'final'
WHERE staged.section_id = graded.section_id AND line BETWEEN %(first)s AND %(last)s
"""
# What a row names has been found.
FIND_BOUNDS = """
UPDATE import_staged AS staged SET
    scale_id = item.grade_scale_id, min_score = item.min_score, max_score = item.max_score
FROM line_item AS item
WHERE item.id = staged.line_item_id AND line BETWEEN %(first)s AND %(last)s
"""
# A score without a grade has the one whose band holds it.
FIND_GRADES = """
UPDATE import_staged AS staged SET grade_scale_entry_id = CASE WHEN grade_name IS NULL THEN (
    SELECT entry.id FROM grade_scale_entry AS entry
    WHERE entry.grade_scale_id = staged.scale_id
      AND round(100 * staged.score / staged.max_score, 2)
          BETWEEN entry.min_percent AND entry.max_percent
) ELSE (
    SELECT entry.id FROM grade_scale_entry AS entry
    WHERE entry.grade_scale_id = staged.scale_id AND lower(entry.label) = lower(staged.grade_name)
    ORDER BY entry.label = staged.grade_name DESC, entry.id LIMIT 1
) END
WHERE line BETWEEN %(first)s AND %(last)s
"""
# Other systems name a grade beside each score, whether we have a scale for it or not.
DROP_GRADES = """
UPDATE import_staged SET grade_name = NULL
WHERE grade_name IS NOT NULL AND score IS NOT NULL
  AND NOT EXISTS (SELECT FROM grade_scale_entry WHERE grade_scale_id = scale_id)
  AND line BETWEEN %(first)s AND %(last)s
RETURNING line
"""
NO_SCALE = (
    "Scores were taken, and the grades beside some of them were not: those line items have no grade"
    " scale. Line items in the category “final” have that of their course: give the course a scale"
    " and import again, or leave the grades out."
)
NO_GRADES = (
    "What is graded here has no grade scale, and so no grade: give a score. Final grades have the"
    " scale of their course, as soon as it has one."
)
WRONG = """
SELECT line, code, grade_name, score::text, min_score::text, max_score::text, (
    SELECT string_agg(label, ', ' ORDER BY points DESC NULLS LAST, id)
    FROM grade_scale_entry WHERE grade_scale_id = scale_id
)
FROM (
    SELECT *, CASE
        WHEN grade_name IS NOT NULL AND grade_scale_entry_id IS NULL THEN 'GRADE_NOT_OF_SCALE'
        WHEN NOT score BETWEEN min_score AND max_score THEN 'SCORE_OUT_OF_RANGE' END AS code
    FROM import_staged WHERE line BETWEEN %(first)s AND %(last)s
) AS judged WHERE code IS NOT NULL ORDER BY line
"""
DROP = "DELETE FROM import_staged WHERE line = ANY (%(lines)s)"


def find_grades(cursor: Cursor, part: Part) -> list[Issue]:
    """Find what each row grades and the grade; rows that its line item does not allow go out."""
    bounds = {"least": LEAST_SCORE, "most": MOST_SCORE}
    run(cursor, "find line items", FIND_ITEMS, part.lines | bounds)
    return _find_grades(cursor, part)


def find_grades_of_items(cursor: Cursor, part: Part) -> list[Issue]:
    """Find the grade of each row, whose line item is known; what that does not allow goes out.

    A grade that no scale has is passed over where there is a score.
    """
    run(cursor, "find bounds of line items", FIND_BOUNDS, part.lines)
    passed_over = run(cursor, "pass over grades", DROP_GRADES, part.lines)
    notices = [part.refusal(0, "NO_GRADE_SCALE", NO_SCALE, "grade")] if passed_over else []
    return notices + _find_grades(cursor, part)


def _find_grades(cursor: Cursor, part: Part) -> list[Issue]:
    run(cursor, "find grades", FIND_GRADES, part.lines)
    wrong = run(cursor, "find wrong grades", WRONG, part.lines)
    run(cursor, "drop wrong grades", DROP, {"lines": [row[0] for row in wrong]})
    return [_issue(part, *row) for row in wrong]


def _issue(
    part: Part,
    line: int,
    code: str,
    grade: str | None,
    score: str | None,
    least: str,
    most: str,
    labels: str | None,
) -> Issue:
    if code == "SCORE_OUT_OF_RANGE":
        return part.refusal(line, code, f"A score is from {least} to {most} here.", "score", score)
    message = f"A grade is one of {labels}." if labels else NO_GRADES
    return part.refusal(line, code, message, "grade", grade)
