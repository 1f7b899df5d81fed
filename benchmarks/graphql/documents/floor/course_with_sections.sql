SELECT json_build_object('course', (
  SELECT json_build_object(
    'code', course.code, 'title', course.title,
    'sections', (
      SELECT json_build_object(
        'nodes', coalesce(json_agg(json_build_object(
          'code', s.code, 'capacity', s.capacity, 'seatsTaken', s.seats_taken,
          'enrollments', json_build_object('totalCount', json_build_object('value', counts.held)),
          'waiting', json_build_object('totalCount', json_build_object('value', counts.waiting)),
          'lineItems', json_build_object('nodes', coalesce(graded.nodes, '[]')))
          ORDER BY s.code, s.id) FILTER (WHERE place <= 50), '[]'),
        'totalCount', json_build_object('value', count(*)))
      FROM (
        SELECT *, row_number() OVER (ORDER BY code, id) AS place
        FROM section WHERE section.course_id = course.id) AS s
      CROSS JOIN LATERAL (
        SELECT count(*) AS held, count(*) FILTER (WHERE state = 'waitlisted') AS waiting
        FROM enrollment WHERE enrollment.section_id = s.id) AS counts
      CROSS JOIN LATERAL (
        SELECT json_agg(json_build_object(
          'title', item.title, 'averageScore', scores.average::text) ORDER BY item.id) AS nodes
        FROM (
          SELECT id, title FROM line_item
          WHERE line_item.section_id = s.id ORDER BY id LIMIT 5) AS item
        CROSS JOIN LATERAL (
          SELECT round(avg(score), 2) AS average
          FROM result WHERE result.line_item_id = item.id) AS scores) AS graded))
  FROM course WHERE course.sourced_id = %(course)s::text))
