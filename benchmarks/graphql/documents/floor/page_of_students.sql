SELECT json_build_object('students', json_build_object(
  'nodes', coalesce(json_agg(json_build_object(
    'sourcedId', sourced_id, 'studentNumber', student_number, 'name', name,
    'email', email, 'gradeLevel', grade_level) ORDER BY place) FILTER (WHERE place <= 50), '[]'),
  'pageInfo', json_build_object(
    'hasNextPage', count(*) > 50,
    'endCursor', (array_agg(json_build_array(sort_name, id)::text ORDER BY place DESC)
                  FILTER (WHERE place <= 50))[1])))
FROM (
  SELECT *, row_number() OVER (ORDER BY sort_name, id) AS place FROM (
    SELECT id, sourced_id, student_number, name, email, grade_level, sort_name
    FROM student
    WHERE grade_level >= 10 AND status = 'active'
      AND (sort_name, id) > (%(after_name)s::text COLLATE "C", %(after_id)s::bigint)
    ORDER BY sort_name, id LIMIT 51) AS page) AS placed
