SELECT concat('{"nodes":[', (SELECT coalesce(string_agg(coalesce(CASE WHEN (anon_1.prefix = 'academic_session') THEN (SELECT concat('{"__typename":"AcademicSession","id":"academic_session_', academic_session_1.id, '"}') AS concat_2 
FROM academic_session AS academic_session_1 
WHERE academic_session_1.id = anon_1.key) WHEN (anon_1.prefix = 'audit_entry') THEN (SELECT concat('{"__typename":"AuditEntry","id":"audit_entry_', audit_entry_1.id, '"}') AS concat_3 
FROM audit_entry AS audit_entry_1 
WHERE audit_entry_1.id = anon_1.key) WHEN (anon_1.prefix = 'course') THEN (SELECT concat('{"__typename":"Course","id":"course_', course_1.id, '"}') AS concat_4 
FROM course AS course_1 
WHERE course_1.id = anon_1.key) WHEN (anon_1.prefix = 'enrollment') THEN (SELECT concat('{"__typename":"Enrollment","id":"enrollment_', enrollment_1.id, '"}') AS concat_5 
FROM enrollment AS enrollment_1 
WHERE enrollment_1.id = anon_1.key) WHEN (anon_1.prefix = 'grade_scale') THEN (SELECT concat('{"__typename":"GradeScale","id":"grade_scale_', grade_scale_1.id, '"}') AS concat_6 
FROM grade_scale AS grade_scale_1 
WHERE grade_scale_1.id = anon_1.key) WHEN (anon_1.prefix = 'hold') THEN (SELECT concat('{"__typename":"Hold","id":"hold_', hold_1.id, '"}') AS concat_7 
FROM hold AS hold_1 
WHERE hold_1.id = anon_1.key) WHEN (anon_1.prefix = 'import_job') THEN (SELECT concat('{"__typename":"ImportJob","id":"import_job_', import_job_1.id, '"}') AS concat_8 
FROM import_job AS import_job_1 
WHERE import_job_1.id = anon_1.key) WHEN (anon_1.prefix = 'line_item') THEN (SELECT concat('{"__typename":"LineItem","id":"line_item_', line_item_1.id, '"}') AS concat_9 
FROM line_item AS line_item_1 
WHERE line_item_1.id = anon_1.key) WHEN (anon_1.prefix = 'org') THEN (SELECT concat('{"__typename":"Org","id":"org_', org_1.id, '","parent":', CASE WHEN (org_2.id IS NULL) THEN 'null' ELSE concat('{"name":', CAST(to_json(org_2.name) AS TEXT), '}') END, '}') AS concat_10 
FROM org AS org_1 LEFT OUTER JOIN org AS org_2 ON org_1.parent_id = org_2.id 
WHERE org_1.id = anon_1.key) WHEN (anon_1.prefix = 'report_job') THEN (SELECT concat('{"__typename":"ReportJob","id":"report_job_', report_job_1.id, '"}') AS concat_11 
FROM report_job AS report_job_1 
WHERE report_job_1.id = anon_1.key) WHEN (anon_1.prefix = 'result') THEN (SELECT concat('{"__typename":"Result","id":"result_', result_1.id, '"}') AS concat_12 
FROM result AS result_1 
WHERE result_1.id = anon_1.key) WHEN (anon_1.prefix = 'section') THEN (SELECT concat('{"__typename":"Section","id":"section_', section_1.id, '"}') AS concat_13 
FROM section AS section_1 
WHERE section_1.id = anon_1.key) WHEN (anon_1.prefix = 'staff') THEN (SELECT concat('{"__typename":"Staff","id":"staff_', staff_1.id, '"}') AS concat_14 
FROM staff AS staff_1 
WHERE staff_1.id = anon_1.key) WHEN (anon_1.prefix = 'student') THEN (SELECT concat('{"__typename":"Student","id":"student_', student_1.id, '","name":', CAST(to_json(student_1.name) AS TEXT), '}') AS concat_15 
FROM student AS student_1 
WHERE student_1.id = anon_1.key) END, 'null'), ',' ORDER BY anon_1.position), '') AS coalesce_1 
FROM unnest(%(p1)s::TEXT[], %(p2)s::BIGINT[]) WITH ORDINALITY AS anon_1(prefix, key, position)), ']}') AS concat_1
