"""The statements of the Strawberry subject."""

# By table.
COLUMNS = {
    "section": "id, code, title, capacity, seats_taken, course_id, academic_session_id",
    "course": "id, code, title, credits",
    "org": "id, name",
    "academic_session": "id, title, school_year",
    "line_item": "id, title, kind, section_id",
    "grade_scale_entry": "id, label, points",
}
# The first rows of each parent, and the parent they are of.
ENROLLMENTS = """
    SELECT parent.id AS parent, child.* FROM unnest($1::bigint[]) AS parent (id)
    CROSS JOIN LATERAL (
        SELECT sourced_id, state, section_id FROM enrollment WHERE student_id = parent.id
        ORDER BY id LIMIT $2) AS child
"""
RESULTS = """
    SELECT parent.id AS parent, child.* FROM unnest($1::bigint[]) AS parent (id)
    CROSS JOIN LATERAL (
        SELECT score, grade_scale_entry_id, line_item_id FROM result WHERE student_id = parent.id
        ORDER BY id LIMIT $2) AS child
"""
SECTIONS = f"""
    SELECT parent.id AS parent, child.* FROM unnest($1::bigint[]) AS parent (id)
    CROSS JOIN LATERAL (
        SELECT {COLUMNS["section"]} FROM section WHERE course_id = parent.id
        ORDER BY code, id LIMIT $2) AS child
"""
LINE_ITEMS = f"""
    SELECT parent.id AS parent, child.* FROM unnest($1::bigint[]) AS parent (id)
    CROSS JOIN LATERAL (
        SELECT {COLUMNS["line_item"]} FROM line_item WHERE section_id = parent.id
        ORDER BY id LIMIT $2) AS child
"""
TEACHERS = """
    SELECT parent.id AS parent, child.* FROM unnest($1::bigint[]) AS parent (id)
    CROSS JOIN LATERAL (
        SELECT staff.name, staff.email
        FROM section_staff JOIN staff ON staff.id = section_staff.staff_id
        WHERE section_staff.section_id = parent.id
        ORDER BY staff.sort_name, staff.id LIMIT $2) AS child
"""
ENROLLMENT_COUNTS = """
    SELECT section_id AS parent, count(*) AS count FROM enrollment
    WHERE section_id = ANY ($1::bigint[]) AND ($2::text IS NULL OR state = $2) GROUP BY section_id
"""
SECTION_COUNTS = """
    SELECT course_id AS parent, count(*) AS count FROM section
    WHERE course_id = ANY ($1::bigint[]) AND $2::text IS NULL GROUP BY course_id
"""
AVERAGE_SCORE = """
    SELECT line_item_id AS parent, round(avg(score), 2) AS average FROM result
    WHERE line_item_id = ANY ($1::bigint[]) GROUP BY line_item_id
"""
STUDENT = """id, sourced_id, student_number, name, given_name, family_name, email, birth_date,
    grade_level, status, org_id, sort_name"""
# The change, the audit log's entry and the event, as the API writes them.
CHANGE = f"""
    WITH before AS (SELECT id, birth_date FROM student WHERE id = $1 FOR UPDATE),
    changed AS (
        UPDATE student SET birth_date = $2, version = version + 1, updated_at = now(),
            src_hash = NULL
        FROM before WHERE student.id = before.id
        RETURNING student.*, before.birth_date AS birth_date_before),
    audited AS (
        INSERT INTO audit_entry (subject, role, action, entity, entity_id, changes)
        SELECT current_setting('app.subject'), 'registrar', 'update', 'student', id,
            jsonb_build_object('birth_date',
                jsonb_build_array(birth_date_before::text, birth_date::text)) FROM changed),
    told AS (
        INSERT INTO outbox (type, version, entity_id, payload)
        SELECT 'student.updated', 1, id, jsonb_build_object('studentId', id) FROM changed)
    SELECT {STUDENT} FROM changed
"""
