SELECT concat('{"student":', coalesce((SELECT concat('{"name":', CAST(to_json(student_1.name) AS TEXT), ',"history":', (SELECT concat('{"nodes":[', string_agg(concat('{"occurredAt":"', to_char(timezone('UTC', page_1.occurred_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","recordId":', coalesce(CAST(CAST(to_json(page_1.entity || '_' || CAST(page_1.entity_id AS TEXT)) AS TEXT) AS TEXT), 'null'), ',"changes":', coalesce(CAST(CAST(to_json(page_1.changes) AS TEXT) AS TEXT), 'null'), '}'), ',' ORDER BY page_1.position) FILTER (WHERE page_1.position <= 25), ']}') AS concat_3 
FROM (SELECT first_1.id AS id, first_1.occurred_at AS occurred_at, first_1.entity AS entity, first_1.entity_id AS entity_id, first_1.changes AS changes, row_number() OVER (ORDER BY first_1.occurred_at DESC, first_1.id DESC) AS position 
FROM (SELECT audit_entry_1.id AS id, audit_entry_1.occurred_at AS occurred_at, audit_entry_1.entity AS entity, audit_entry_1.entity_id AS entity_id, audit_entry_1.changes AS changes 
FROM audit_entry AS audit_entry_1 
WHERE audit_entry_1.entity_id = student_1.id AND audit_entry_1.action = %(p1)s::VARCHAR AND audit_entry_1.entity = 'student' ORDER BY audit_entry_1.occurred_at DESC, audit_entry_1.id DESC 
 LIMIT 26) AS first_1) AS page_1), '}') AS concat_2 
FROM student AS student_1 
WHERE student_1.id = %(p2)s::BIGINT), 'null'), '}') AS concat_1
