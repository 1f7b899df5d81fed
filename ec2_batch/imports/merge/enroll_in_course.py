"""Merge, step 4: a seat in a section of the course that a row names, or a place to wait."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.part import Part, drop_lines
from ec2_batch.imports.merge.record_enrollments import record_enrollments
from ec2_batch.transaction import run

# Of each course, the caller's sections in the term that runs now, or else the next to come.
OPEN_SECTION = """
open_section AS (
    SELECT * FROM (
        SELECT section.*, rank() OVER (
            PARTITION BY course_id ORDER BY greatest(start_date, %(today)s), term.end_date
        ) AS turn
        FROM section JOIN academic_session AS term ON term.id = academic_session_id
        WHERE section.status = 'active' AND term.end_date >= %(today)s
          AND section.org_id = ANY ((SELECT app.org_ids())::bigint[])
    ) AS ranked WHERE turn = 1
)
"""
WITHOUT_SECTION = f"""
WITH {OPEN_SECTION}
SELECT line, code FROM import_planned JOIN course ON course.id = course_id
WHERE NOT EXISTS (SELECT FROM open_section WHERE open_section.course_id = course.id)
  AND line BETWEEN %(first)s AND %(last)s
ORDER BY line
"""  # noqa: S608
# Nobody else takes or frees a seat until this transaction is over.
LOCK_SECTIONS = f"""
WITH {OPEN_SECTION}
SELECT id FROM section WHERE id IN (
    SELECT open_section.id FROM open_section JOIN import_planned USING (course_id)
    WHERE line BETWEEN %(first)s AND %(last)s
) ORDER BY id FOR NO KEY UPDATE
"""  # noqa: S608
# The rows of a course take its free seats in their own order, section by section; whoever is
# left waits where the fewest wait. Whoever ever had a place in the term keeps what they have.
PLACE = f"""
WITH {OPEN_SECTION},
seats AS (
    SELECT *, capacity - seats_taken AS free,
           sum(capacity - seats_taken) OVER (PARTITION BY course_id ORDER BY id) AS up_to
    FROM open_section
),
queues AS (
    SELECT DISTINCT ON (course_id) course_id, open_section.id FROM open_section
    ORDER BY course_id, (
        SELECT count(*) FROM enrollment
        WHERE section_id = open_section.id AND state = 'waitlisted'
    ), open_section.id
),
wanted AS (
    SELECT line, entity_id, staged.sourced_id, course_id,
           row_number() OVER (PARTITION BY course_id ORDER BY line) AS nth
    FROM import_planned AS staged
    WHERE course_id IS NOT NULL AND line BETWEEN %(first)s AND %(last)s AND NOT EXISTS (
        SELECT FROM enrollment JOIN open_section ON open_section.id = section_id
        WHERE student_id = entity_id AND open_section.course_id = staged.course_id
    )
),
entered AS (
    INSERT INTO enrollment (
        student_id, section_id, org_id, sourced_id, state, waitlisted_at, override_reason
    )
    SELECT entity_id, place.id, place.org_id, wanted.sourced_id || ':' || place.sourced_id,
           CASE WHEN seats.id IS NULL THEN 'waitlisted' ELSE 'active' END,
           CASE WHEN seats.id IS NULL THEN now() + nth * interval '1 microsecond' END,
           CASE WHEN place.last_day_to_enroll < %(today)s THEN 'Imported by job ' || %(job)s END
    FROM wanted
    LEFT JOIN seats ON seats.course_id = wanted.course_id
                   AND nth > up_to - free AND nth <= up_to
    JOIN queues ON queues.course_id = wanted.course_id
    JOIN open_section AS place ON place.id = coalesce(seats.id, queues.id)
    ORDER BY line
    RETURNING id, student_id, section_id, state
)
UPDATE import_planned AS staged SET
    enrollment_id = entered.id,
    section_id = entered.section_id,
    place = entered.state,
    action = CASE action WHEN 'unchanged' THEN 'update' ELSE action END
FROM entered JOIN open_section ON open_section.id = entered.section_id
WHERE staged.entity_id = entered.student_id AND staged.course_id = open_section.course_id
  AND line BETWEEN %(first)s AND %(last)s
"""  # noqa: S608


def refuse_without_section(cursor: Cursor, part: Part) -> list[Issue]:
    """Take rows out whose course is not taught now or next, and say which."""
    if "course" not in part.layout.positions:
        return []
    found = run(cursor, "find courses without section", WITHOUT_SECTION, _parameters(part))
    drop_lines(cursor, [line for line, _ in found])
    return [
        part.refusal(
            line,
            "NO_SECTION",
            f"{code} has no section in this term, and none in a term to come.",
            "course",
            code,
        )
        for line, code in found
    ]


def enroll_in_course(cursor: Cursor, part: Part) -> None:
    """Give each row that names a course a seat, or a place on a waitlist."""
    if "course" not in part.layout.positions:
        return
    run(cursor, "lock sections", LOCK_SECTIONS, _parameters(part))
    run(cursor, "enroll", PLACE, _parameters(part))
    record_enrollments(cursor, part)


def _parameters(part: Part) -> dict[str, object]:
    return part.lines | {"today": part.today, "job": part.job_id}
