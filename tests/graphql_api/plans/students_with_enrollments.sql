SELECT concat('{"students":', (SELECT concat('{"edges":[', string_agg(concat('{"cursor":"', translate(encode(convert_to(concat('["6778a190",', CAST(to_json(page_1.sort_name) AS TEXT), ',', CAST(to_json(page_1.id) AS TEXT), ']'), 'UTF8'), 'base64'), chr(10), ''), '","node":{"name":', CAST(to_json(page_1.name) AS TEXT), ',"enrollments":', (SELECT concat('{"nodes":[', string_agg(concat('{"state":"', upper(page_2.state), '","section":', CASE WHEN (section_1.id IS NULL) THEN chr(1) ELSE concat('{"code":', CAST(to_json(section_1.code) AS TEXT), ',"course":', CASE WHEN (course_1.id IS NULL) THEN chr(1) ELSE concat('{"title":', CAST(to_json(course_1.title) AS TEXT), '}') END, ',"teachers":', (SELECT concat('{"nodes":[', string_agg(concat('{"name":', CAST(to_json(page_3.name) AS TEXT), '}'), ',' ORDER BY page_3.position) FILTER (WHERE page_3.position <= 3), ']}') AS concat_4 
FROM (SELECT first_3.id AS id, first_3.name AS name, first_3.sort_name AS sort_name, row_number() OVER (ORDER BY first_3.sort_name ASC, first_3.id ASC) AS position 
FROM (SELECT staff_1.id AS id, staff_1.name AS name, staff_1.sort_name AS sort_name 
FROM staff AS staff_1, section_staff AS section_staff_1 
WHERE section_staff_1.section_id = section_1.id AND staff_1.id = section_staff_1.staff_id AND section_staff_1.status = 'active' ORDER BY staff_1.sort_name ASC, staff_1.id ASC 
 LIMIT 4) AS first_3) AS page_3), '}') END, '}'), ',' ORDER BY page_2.position) FILTER (WHERE page_2.position <= 10), ']}') AS concat_3 
FROM (SELECT first_2.id AS id, first_2.section_id AS section_id, first_2.org_id AS org_id, first_2.state AS state, row_number() OVER (ORDER BY first_2.id ASC) AS position 
FROM (SELECT enrollment_1.id AS id, enrollment_1.section_id AS section_id, enrollment_1.org_id AS org_id, enrollment_1.state AS state 
FROM enrollment AS enrollment_1 
WHERE enrollment_1.student_id = page_1.id ORDER BY enrollment_1.id ASC 
 LIMIT 11) AS first_2) AS page_2 LEFT OUTER JOIN section AS section_1 ON page_2.org_id = section_1.org_id AND page_2.section_id = section_1.id LEFT OUTER JOIN course AS course_1 ON section_1.course_id = course_1.id), '}}'), ',' ORDER BY page_1.position) FILTER (WHERE page_1.position <= 50), ']}') AS concat_2 
FROM (SELECT first_1.id AS id, first_1.name AS name, first_1.sort_name AS sort_name, row_number() OVER (ORDER BY first_1.sort_name ASC, first_1.id ASC) AS position 
FROM (SELECT student_1.id AS id, student_1.name AS name, student_1.sort_name AS sort_name 
FROM student AS student_1 ORDER BY student_1.sort_name ASC, student_1.id ASC 
 LIMIT 51) AS first_1) AS page_1), '}') AS concat_1
