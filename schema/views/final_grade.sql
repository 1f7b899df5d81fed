-- The final grades that count: posted, in force, and on a scale. Whoever asks what a student's
-- grades come to, the standing or the transcript, asks here, so that both count the same ones.
-- It runs as who asks: the policies of the tables below it decide which rows there are.
CREATE VIEW app.final_grade WITH (security_invoker = true) AS
SELECT result.id, result.student_id, result.section_id, section.course_id,
       section.academic_session_id, academic_session.start_date AS session_start_date,
       course.code AS course_code, course.title AS course_title, course.credits,
       result.grade_scale_entry_id, entry.points, entry.earns_credit,
       result.score, result.posted_at
FROM result
JOIN line_item ON line_item.id = result.line_item_id AND line_item.kind = 'final'
JOIN section ON section.id = result.section_id
JOIN academic_session ON academic_session.id = section.academic_session_id
JOIN course ON course.id = section.course_id
JOIN grade_scale_entry AS entry ON entry.id = result.grade_scale_entry_id
WHERE result.posted_at IS NOT NULL AND result.status = 'active';
