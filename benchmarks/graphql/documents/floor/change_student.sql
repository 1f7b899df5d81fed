WITH before AS (
  SELECT id, birth_date FROM student WHERE id = %(id)s::bigint FOR UPDATE
), changed AS (
  UPDATE student
  SET birth_date = %(birth_date)s::date, version = version + 1, updated_at = now(),
      src_hash = NULL
  FROM before WHERE student.id = before.id
  RETURNING student.id, student.sourced_id, student.name, student.org_id, student.birth_date,
    before.birth_date AS birth_date_before
), audited AS (
  INSERT INTO audit_entry (subject, role, action, entity, entity_id, changes)
  SELECT current_setting('app.subject'), 'registrar', 'update', 'student', id,
    jsonb_build_object('birth_date', jsonb_build_array(
      birth_date_before::text, birth_date::text))
  FROM changed
), told AS (
  INSERT INTO outbox (type, version, entity_id, payload)
  SELECT 'student.updated', 1, id, jsonb_build_object('studentId', id) FROM changed
)
SELECT json_build_object('studentUpdate', json_build_object(
  'student', json_build_object(
    'sourcedId', changed.sourced_id, 'name', changed.name, 'birthDate', changed.birth_date,
    'org', (SELECT json_build_object('name', name) FROM org WHERE org.id = changed.org_id),
    'enrollments', json_build_object('nodes', coalesce((
      SELECT json_agg(json_build_object(
        'state', upper(e.state),
        'section', json_build_object(
          'code', section.code, 'course', json_build_object('title', course.title))) ORDER BY e.id)
      FROM (
        SELECT id, state, section_id FROM enrollment
        WHERE enrollment.student_id = changed.id ORDER BY id LIMIT 5) AS e
      JOIN section ON section.id = e.section_id
      JOIN course ON course.id = section.course_id), '[]'))),
  'userErrors', '[]'::json))
FROM changed
