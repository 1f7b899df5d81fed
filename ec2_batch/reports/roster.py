"""The roster: every student, once for each section they have a seat in."""

from ec2_batch.reports.spreadsheet import as_text

# As schema/models/student.py has it: an integration's report is no way around it.
DIRECTORY_SHOWN = "NOT (student.directory_opt_out AND (SELECT app.integration()))"

# Who sees students by their sections, as a teacher does, gets those who are in one now;
# others also get students who are in none.
ROSTER = f"""
SELECT
    {as_text("org.name")} AS school,
    student.student_number,
    {as_text("student.family_name")} AS family_name,
    {as_text("student.given_name")} AS given_name,
    CASE WHEN {DIRECTORY_SHOWN} THEN student.grade_level END AS grade_level,
    CASE WHEN {DIRECTORY_SHOWN} THEN {as_text("student.email")} END AS email,
    {as_text("place.term")} AS term,
    {as_text("place.course")} AS course,
    {as_text("place.section")} AS section,
    {as_text("place.title")} AS title
FROM student
JOIN org ON org.id = student.org_id
LEFT JOIN (
    SELECT enrollment.student_id, academic_session.title AS term, course.code AS course,
           section.code AS section, section.title
    FROM enrollment
    JOIN section ON section.id = enrollment.section_id
    JOIN course ON course.id = section.course_id
    JOIN academic_session ON academic_session.id = section.academic_session_id
    WHERE enrollment.state = 'active'
) AS place ON place.student_id = student.id
WHERE student.status = 'active'
  AND (place.student_id IS NOT NULL OR current_setting('role') <> 'app_teacher')
ORDER BY org.name, student.sort_name, student.id, place.course, place.section
"""  # noqa: S608
