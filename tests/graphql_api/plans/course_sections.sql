SELECT concat('{"course":', coalesce((SELECT concat('{"code":', CAST(to_json(course_1.code) AS TEXT), ',"prerequisites":', (SELECT concat('{"nodes":[', string_agg(concat('{"code":', CAST(to_json(page_1.code) AS TEXT), '}'), ',' ORDER BY page_1.position) FILTER (WHERE page_1.position <= 25), ']}') AS concat_3 
FROM (SELECT first_1.id AS id, first_1.code AS code, row_number() OVER (ORDER BY first_1.code ASC, first_1.id ASC) AS position 
FROM (SELECT course_2.id AS id, course_2.code AS code 
FROM course AS course_2, course_prerequisite AS course_prerequisite_1 
WHERE course_prerequisite_1.course_id = course_1.id AND course_2.id = course_prerequisite_1.prerequisite_id ORDER BY course_2.code ASC, course_2.id ASC 
 LIMIT 26) AS first_1) AS page_1), ',"sections":', (SELECT concat('{"nodes":[', string_agg(concat('{"code":', CAST(to_json(page_2.code) AS TEXT), ',"seatsAvailable":', coalesce(CAST(page_2.capacity - page_2.seats_taken AS TEXT), 'null'), '}'), ',' ORDER BY page_2.position) FILTER (WHERE page_2.position <= 25), '],"totalCount":', (SELECT concat('{"value":', least(count(*), 10000), '}') AS concat_5 
FROM (SELECT 1 
FROM section AS section_2 
WHERE section_2.course_id = course_1.id AND section_2.capacity - section_2.seats_taken > %(p1)s::BIGINT 
 LIMIT 10001) AS counted_1), '}') AS concat_4 
FROM (SELECT first_2.id AS id, first_2.code AS code, first_2.capacity AS capacity, first_2.seats_taken AS seats_taken, row_number() OVER (ORDER BY first_2.code ASC, first_2.id ASC) AS position 
FROM (SELECT section_1.id AS id, section_1.code AS code, section_1.capacity AS capacity, section_1.seats_taken AS seats_taken 
FROM section AS section_1 
WHERE section_1.course_id = course_1.id AND section_1.capacity - section_1.seats_taken > %(p1)s::BIGINT ORDER BY section_1.code ASC, section_1.id ASC 
 LIMIT 26) AS first_2) AS page_2), '}') AS concat_2 
FROM course AS course_1 
WHERE course_1.sourced_id = %(p2)s::VARCHAR), 'null'), '}') AS concat_1
