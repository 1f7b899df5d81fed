SELECT json_build_object('student', (
  SELECT json_build_object(
    'sourcedId', sourced_id, 'studentNumber', student_number, 'name', name,
    'givenName', given_name, 'familyName', family_name, 'email', email,
    'gradeLevel', grade_level, 'status', upper(status))
  FROM student WHERE student_number = %(number)s::text))
