SELECT concat('{"viewer":', coalesce((SELECT concat('{"subject":', CAST(to_json(account_1.subject) AS TEXT), ',"role":"', upper(account_1.role), '","permissions":', %(p1)s::VARCHAR, ',"student":', CASE WHEN (student_1.id IS NULL) THEN 'null' ELSE concat('{"name":', CAST(to_json(student_1.name) AS TEXT), '}') END, '}') AS concat_2 
FROM account AS account_1 LEFT OUTER JOIN student AS student_1 ON account_1.student_id = student_1.id 
WHERE account_1.id = app.account_id()), 'null'), ',"all":', (SELECT count(*) AS count_1 
FROM student AS student_2), ',"optedOut":', (SELECT count(*) AS count_2 
FROM student AS student_3 
WHERE student_3.directory_opt_out = %(p2)s), '}') AS concat_1
