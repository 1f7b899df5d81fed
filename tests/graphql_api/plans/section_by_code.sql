SELECT concat('{"section":', coalesce((SELECT concat('{"id":"section_', section_1.id, '","lineItems":', (SELECT concat('{"nodes":[', string_agg(concat('{"title":', CAST(to_json(page_1.title) AS TEXT), '}'), ',' ORDER BY page_1.position) FILTER (WHERE page_1.position <= 25), ']}') AS concat_3 
FROM (SELECT first_1.id AS id, first_1.title AS title, row_number() OVER (ORDER BY first_1.id ASC) AS position 
FROM (SELECT line_item_1.id AS id, line_item_1.title AS title 
FROM line_item AS line_item_1 
WHERE line_item_1.section_id = section_1.id AND line_item_1.org_id = section_1.org_id ORDER BY line_item_1.id ASC 
 LIMIT 26) AS first_1) AS page_1), '}') AS concat_2 
FROM section AS section_1 
WHERE section_1.academic_session_id = %(p1)s::BIGINT AND section_1.code = %(p2)s::VARCHAR), 'null'), '}') AS concat_1
