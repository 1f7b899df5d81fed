SELECT json_build_object('students', json_build_object(
  'nodes', coalesce(json_agg(json_build_object(
    'sourcedId', page.sourced_id, 'name', page.name,
    'enrollments', json_build_object('nodes', coalesce(taken.nodes, '[]')))
    ORDER BY page.sort_name, page.id), '[]'),
  'pageInfo', json_build_object('endCursor',
    (array_agg(json_build_array(page.sort_name, page.id)::text
               ORDER BY page.sort_name DESC, page.id DESC))[1])))
FROM (
  SELECT id, sourced_id, name, sort_name FROM student
  WHERE (sort_name, id) > (%(after_name)s::text COLLATE "C", %(after_id)s::bigint)
  ORDER BY sort_name, id LIMIT 50) AS page
CROSS JOIN LATERAL (
  SELECT json_agg(json_build_object(
    'sourcedId', e.sourced_id, 'state', upper(e.state),
    'section', json_build_object(
      'code', section.code, 'title', section.title,
      'course', json_build_object(
        'code', course.code, 'title', course.title, 'credits', course.credits::text),
      'teachers', json_build_object('nodes', coalesce((
        SELECT json_agg(json_build_object('name', t.name, 'email', t.email)
                        ORDER BY t.sort_name, t.id)
        FROM (
          SELECT staff.id, staff.name, staff.email, staff.sort_name
          FROM section_staff JOIN staff ON staff.id = section_staff.staff_id
          WHERE section_staff.section_id = section.id
          ORDER BY staff.sort_name, staff.id LIMIT 3) AS t), '[]')))) ORDER BY e.id) AS nodes
  FROM (
    SELECT id, sourced_id, state, section_id FROM enrollment
    WHERE enrollment.student_id = page.id ORDER BY id LIMIT 10) AS e
  JOIN section ON section.id = e.section_id
  JOIN course ON course.id = section.course_id) AS taken
