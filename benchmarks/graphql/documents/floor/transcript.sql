SELECT json_build_object('student', (
  SELECT json_build_object(
    'name', student.name,
    'org', (SELECT json_build_object('name', name) FROM org WHERE org.id = student.org_id),
    'results', json_build_object('nodes', coalesce((
      SELECT json_agg(json_build_object(
        'score', r.score::text,
        'grade', CASE WHEN grade.id IS NOT NULL THEN json_build_object(
          'label', grade.label, 'points', grade.points::text) END,
        'lineItem', json_build_object(
          'title', line_item.title, 'kind', upper(line_item.kind),
          'section', json_build_object(
            'code', section.code,
            'academicSession', json_build_object(
              'title', term.title, 'schoolYear', term.school_year),
            'course', json_build_object(
              'code', course.code, 'title', course.title, 'credits', course.credits::text))))
        ORDER BY r.id)
      FROM (
        SELECT id, score, grade_scale_entry_id, line_item_id FROM result
        WHERE result.student_id = student.id ORDER BY id LIMIT 100) AS r
      JOIN line_item ON line_item.id = r.line_item_id
      JOIN section ON section.id = line_item.section_id
      JOIN course ON course.id = section.course_id
      JOIN academic_session AS term ON term.id = section.academic_session_id
      LEFT JOIN grade_scale_entry AS grade ON grade.id = r.grade_scale_entry_id), '[]')))
  FROM student WHERE student_number = %(number)s::text))
