SELECT concat('{"sections":', (SELECT concat('{"nodes":[', string_agg(concat('{"code":', CAST(to_json(page_1.code) AS TEXT), ',"waitlistLength":', summed_1.value_1, ',"again":', summed_1.value_1, ',"active":', summed_2.value_1, ',"activeToo":', summed_2.value_1, ',"lineItems":', (SELECT concat('{"nodes":[', string_agg(concat('{"resultCount":', summed_3.value_1, ',"averageScore":', coalesce('"' || CAST(summed_3.value_2 AS TEXT) || '"', 'null'), ',"highestScore":', coalesce('"' || CAST(summed_3.value_3 AS TEXT) || '"', 'null'), ',"section":', CASE WHEN (section_2.id IS NULL) THEN chr(1) ELSE concat('{"course":', CASE WHEN (course_3.id IS NULL) THEN chr(1) ELSE concat('{"sectionCount":', summed_4.value_1, '}') END, '}') END, '}'), ',' ORDER BY page_2.position) FILTER (WHERE page_2.position <= 5), ']}') AS concat_3 
FROM (SELECT first_2.id AS id, first_2.section_id AS section_id, first_2.org_id AS org_id, row_number() OVER (ORDER BY first_2.id ASC) AS position 
FROM (SELECT line_item_1.id AS id, line_item_1.section_id AS section_id, line_item_1.org_id AS org_id 
FROM line_item AS line_item_1 
WHERE line_item_1.section_id = page_1.id AND line_item_1.org_id = page_1.org_id ORDER BY line_item_1.id ASC 
 LIMIT 6) AS first_2) AS page_2 JOIN LATERAL (SELECT count(*) AS value_1, round(avg(result_1.score), 2) AS value_2, max(result_1.score) AS value_3 
FROM result AS result_1 
WHERE result_1.line_item_id = page_2.id AND result_1.section_id = page_2.section_id AND result_1.org_id = page_2.org_id) AS summed_3 ON true LEFT OUTER JOIN section AS section_2 ON page_2.section_id = section_2.id AND page_2.org_id = section_2.org_id LEFT OUTER JOIN course AS course_3 ON section_2.course_id = course_3.id JOIN LATERAL (SELECT count(*) AS value_1 
FROM section AS section_3 
WHERE section_3.course_id = course_3.id) AS summed_4 ON true), '}'), ',' ORDER BY page_1.position) FILTER (WHERE page_1.position <= 20), ']}') AS concat_2 
FROM (SELECT first_1.id AS id, first_1.org_id AS org_id, first_1.code AS code, row_number() OVER (ORDER BY first_1.code ASC, first_1.id ASC) AS position 
FROM (SELECT section_1.id AS id, section_1.org_id AS org_id, section_1.code AS code 
FROM section AS section_1 
WHERE (EXISTS (SELECT 1 
FROM course AS course_1 
WHERE course_1.id = section_1.course_id AND NOT (EXISTS (SELECT 1 
FROM course AS course_2, course_prerequisite AS course_prerequisite_1 
WHERE course_prerequisite_1.course_id = course_1.id AND course_2.id = course_prerequisite_1.prerequisite_id AND true)))) AND (EXISTS (SELECT 1 
FROM enrollment AS enrollment_1 
WHERE enrollment_1.org_id = section_1.org_id AND enrollment_1.section_id = section_1.id AND enrollment_1.student_id = %(p1)s::BIGINT)) ORDER BY section_1.code ASC, section_1.id ASC 
 LIMIT 21) AS first_1) AS page_1 JOIN LATERAL (SELECT count(*) AS value_1 
FROM enrollment AS enrollment_2 
WHERE enrollment_2.org_id = page_1.org_id AND enrollment_2.section_id = page_1.id AND enrollment_2.state = 'waitlisted') AS summed_1 ON true JOIN LATERAL (SELECT count(*) AS value_1 
FROM enrollment AS enrollment_3 
WHERE enrollment_3.org_id = page_1.org_id AND enrollment_3.section_id = page_1.id AND enrollment_3.state = %(p2)s) AS summed_2 ON true), '}') AS concat_1
