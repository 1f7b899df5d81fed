"""Exports: records as the files that they can be imported from, exactly as they are.

Nothing is made safe for spreadsheets here: what is imported again must be what was there.
"""

from ec2_batch.reports.roster import DIRECTORY_SHOWN
from schema.reports import ReportName

# What is read by everybody is written by its school alone.
MINE = "(current_setting('role') = 'app_admin' OR {0} = ANY ((SELECT app.org_ids())::bigint[]))"

# Who keeps out of the directory is left out of an integration's file: a row without what is
# withheld would clear it, were it imported again.
STUDENTS = f"""
SELECT student.sourced_id, student_number, given_name, family_name, email, birth_date,
       grade_level, org.sourced_id AS school
FROM student JOIN org ON org.id = student.org_id
WHERE student.status = 'active' AND {DIRECTORY_SHOWN}
ORDER BY student.sourced_id
"""  # noqa: S608
ORGS = f"""
SELECT org.sourced_id, org.name, org.type, org.identifier, parent.sourced_id AS parent, org.status
FROM org LEFT JOIN org AS parent ON parent.id = org.parent_id
WHERE {MINE.format("org.id")}
ORDER BY org.sourced_id
"""  # noqa: S608
TERMS = """
SELECT term.sourced_id, term.title, term.type, term.start_date, term.end_date, term.school_year,
       parent.sourced_id AS parent, term.status
FROM academic_session AS term LEFT JOIN academic_session AS parent ON parent.id = term.parent_id
ORDER BY term.sourced_id
"""
COURSES = f"""
SELECT course.sourced_id, code, title, credits, grade_scale.sourced_id AS grade_scale,
       org.sourced_id AS school, course.status
FROM course JOIN org ON org.id = course.org_id
LEFT JOIN grade_scale ON grade_scale.id = course.grade_scale_id
WHERE {MINE.format("course.org_id")}
ORDER BY course.sourced_id
"""  # noqa: S608
STAFF = f"""
SELECT staff.sourced_id, given_name, family_name, email, title, org.sourced_id AS school,
       staff.status
FROM staff JOIN org ON org.id = staff.org_id
WHERE {MINE.format("staff.org_id")}
ORDER BY staff.sourced_id
"""  # noqa: S608
SECTIONS = f"""
SELECT section.sourced_id, section.code, course.sourced_id AS course, term.sourced_id AS term,
       section.title, capacity, last_day_to_enroll, last_day_to_drop, org.sourced_id AS school,
       section.status
FROM section JOIN course ON course.id = section.course_id JOIN org ON org.id = section.org_id
JOIN academic_session AS term ON term.id = section.academic_session_id
WHERE {MINE.format("section.org_id")}
ORDER BY section.sourced_id
"""  # noqa: S608
ENROLLMENTS = """
SELECT enrollment.sourced_id, student.sourced_id AS student, section.sourced_id AS section, state,
       begin_date, end_date
FROM enrollment JOIN student ON student.id = student_id JOIN section ON section.id = section_id
WHERE enrollment.status = 'active'
ORDER BY enrollment.sourced_id
"""
GRADES = """
SELECT student.sourced_id AS student, section.sourced_id AS section, entry.label AS grade, score,
       comment
FROM result JOIN line_item ON line_item.id = line_item_id AND kind = 'final'
JOIN student ON student.id = student_id JOIN section ON section.id = result.section_id
LEFT JOIN grade_scale_entry AS entry ON entry.id = grade_scale_entry_id
WHERE result.status = 'active' AND posted_at IS NOT NULL
ORDER BY section.sourced_id, student.sourced_id
"""

EXPORTS = {
    ReportName.STUDENTS: STUDENTS,
    ReportName.ORGS: ORGS,
    ReportName.TERMS: TERMS,
    ReportName.COURSES: COURSES,
    ReportName.STAFF: STAFF,
    ReportName.SECTIONS: SECTIONS,
    ReportName.ENROLLMENTS: ENROLLMENTS,
    ReportName.GRADES: GRADES,
}
