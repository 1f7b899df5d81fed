SELECT json_build_object('students', json_build_object(
  'nodes', coalesce(json_agg(json_build_object(
    'sourcedId', sourced_id, 'studentNumber', student_number, 'name', name,
    'gradeLevel', grade_level) ORDER BY place) FILTER (WHERE place <= 20), '[]'),
  'pageInfo', json_build_object('hasNextPage', count(*) > 20)))
FROM (
  SELECT *, row_number() OVER (ORDER BY sort_name, id) AS place FROM (
    SELECT id, sourced_id, student_number, name, grade_level, sort_name
    FROM student
    WHERE status = 'active'
      AND (grade_level = ANY (%(grades)s::bigint[]) OR
           (sort_name >= %(from_name)s::text COLLATE "C"
            AND sort_name < %(to_name)s::text COLLATE "C"))
      AND (directory_opt_out = true OR grade_level = %(not_grade)s::bigint) IS NOT true
    ORDER BY sort_name, id LIMIT 21) AS page) AS placed
