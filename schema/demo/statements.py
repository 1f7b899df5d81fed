"""Statements that carry staged rows into the tables, in the order they must run."""

LOAD = (
    """
    INSERT INTO org (sourced_id, name, type, identifier)
    SELECT sourced_id, name, type, identifier
      FROM staged_org WHERE parent IS NULL ORDER BY position
    """,
    """
    INSERT INTO org (sourced_id, name, type, identifier, parent_id)
    SELECT s.sourced_id, s.name, s.type, s.identifier, parent.id
      FROM staged_org s JOIN org parent ON parent.sourced_id = s.parent ORDER BY s.position
    """,
    """
    INSERT INTO academic_session (sourced_id, title, type, start_date, end_date, school_year)
    SELECT sourced_id, title, type, start_date, end_date, school_year
      FROM staged_academic_session WHERE parent IS NULL ORDER BY position
    """,
    """
    INSERT INTO academic_session
           (sourced_id, title, type, start_date, end_date, school_year, parent_id)
    SELECT s.sourced_id, s.title, s.type, s.start_date, s.end_date, s.school_year, parent.id
      FROM staged_academic_session s
      JOIN academic_session parent ON parent.sourced_id = s.parent ORDER BY s.position
    """,
    """
    INSERT INTO grade_scale (sourced_id, name)
    SELECT sourced_id, name FROM staged_grade_scale ORDER BY position
    """,
    """
    INSERT INTO grade_scale_entry
           (grade_scale_id, label, points, min_percent, max_percent, earns_credit)
    SELECT scale.id, s.label, s.points::numeric, s.min_percent::numeric,
           s.max_percent::numeric, s.earns_credit
      FROM staged_grade_scale_entry s
      JOIN grade_scale scale ON scale.sourced_id = s.scale ORDER BY s.position
    """,
    """
    INSERT INTO course (sourced_id, org_id, code, title, credits, grade_scale_id)
    SELECT s.sourced_id, org.id, s.code, s.title, s.credits::numeric, scale.id
      FROM staged_course s
      JOIN org ON org.sourced_id = s.org
      JOIN grade_scale scale ON scale.sourced_id = s.scale ORDER BY s.position
    """,
    """
    INSERT INTO course_prerequisite (course_id, prerequisite_id, min_points)
    SELECT course.id, prerequisite.id, s.min_points::numeric
      FROM staged_course_prerequisite s
      JOIN course ON course.sourced_id = s.course
      JOIN course prerequisite ON prerequisite.sourced_id = s.prerequisite ORDER BY s.position
    """,
    """
    INSERT INTO staff (sourced_id, org_id, given_name, family_name, email, title)
    SELECT s.sourced_id, org.id, s.given_name, s.family_name, s.email, s.title
      FROM staged_staff s JOIN org ON org.sourced_id = s.org ORDER BY s.position
    """,
    """
    INSERT INTO student (sourced_id, status, org_id, given_name, family_name, student_number,
                         email, birth_date, grade_level, directory_opt_out)
    SELECT s.sourced_id, s.status, org.id, s.given_name, s.family_name, s.student_number,
           s.email, s.birth_date, s.grade_level, s.directory_opt_out
      FROM staged_student s JOIN org ON org.sourced_id = s.org ORDER BY s.position
    """,
    """
    INSERT INTO hold (sourced_id, student_id, kind, reason, blocks_enrollment,
                      placed_at, released_at)
    SELECT s.sourced_id, student.id, s.kind, s.reason, s.blocks_enrollment,
           s.placed_at, s.released_at
      FROM staged_hold s JOIN student ON student.sourced_id = s.student ORDER BY s.position
    """,
    """
    INSERT INTO section (sourced_id, org_id, course_id, academic_session_id, code, title,
                         capacity, last_day_to_enroll, last_day_to_drop)
    SELECT s.sourced_id, course.org_id, course.id, session.id, s.code, s.title,
           s.capacity, s.last_day_to_enroll, s.last_day_to_drop
      FROM staged_section s
      JOIN course ON course.sourced_id = s.course
      JOIN academic_session session ON session.sourced_id = s.session ORDER BY s.position
    """,
    """
    INSERT INTO section_staff (sourced_id, section_id, staff_id, role, is_primary)
    SELECT s.section || ':' || s.staff, section.id, staff.id, s.role, s.is_primary
      FROM staged_section_staff s
      JOIN section ON section.sourced_id = s.section
      JOIN staff ON staff.sourced_id = s.staff ORDER BY s.position
    """,
    """
    INSERT INTO enrollment (sourced_id, student_id, section_id, org_id, state, end_date,
                            enrolled_at, waitlisted_at, override_reason)
    SELECT s.sourced_id, student.id, section.id, section.org_id, s.state, s.end_date,
           s.enrolled_at, s.waitlisted_at, s.override_reason
      FROM staged_enrollment s
      JOIN student ON student.sourced_id = s.student
      JOIN section ON section.sourced_id = s.section ORDER BY s.position
    """,
    """
    INSERT INTO line_item (sourced_id, section_id, org_id, title, kind, max_score,
                           grade_scale_id, due_date)
    SELECT s.sourced_id, section.id, section.org_id, s.title, s.kind, s.max_score,
           scale.id, s.due_date
      FROM staged_line_item s
      JOIN section ON section.sourced_id = s.section
      LEFT JOIN grade_scale scale ON scale.sourced_id = s.scale ORDER BY s.position
    """,
    """
    INSERT INTO result (sourced_id, line_item_id, section_id, org_id, student_id, score,
                        grade_scale_entry_id, posted_at, comment)
    SELECT s.sourced_id, item.id, item.section_id, item.org_id, student.id, s.score::numeric,
           entry.id, s.posted_at, s.comment
      FROM staged_result s
      JOIN line_item item ON item.sourced_id = s.line_item
      JOIN student ON student.sourced_id = s.student
      LEFT JOIN grade_scale_entry entry
             ON entry.grade_scale_id = item.grade_scale_id AND entry.label = s.label
     ORDER BY s.position
    """,
)

# One reason at a time: it is a setting of the transaction, and the trigger audits it.
AMEND = """
    UPDATE result
       SET score = s.score::numeric, grade_scale_entry_id = entry.id,
           version = result.version + 1, updated_at = now()
      FROM staged_amendment s, line_item item, grade_scale_entry entry
     WHERE s.reason = %s AND result.sourced_id = s.result AND item.id = result.line_item_id
       AND entry.grade_scale_id = item.grade_scale_id AND entry.label = s.label
"""

# What `schema.rules.standing` says, for all students of the batch at once.
STANDING = """
    INSERT INTO student_standing (student_id, gpa, credits_attempted, credits_earned, at_risk)
    SELECT student_id, gpa, attempted, earned,
           coalesce(gpa < 2.000, false) OR coalesce(earned / nullif(attempted, 0) < 0.67, false)
      FROM (
        SELECT result.student_id,
               round(sum(entry.points * course.credits)
                     / nullif(sum(course.credits) FILTER (WHERE entry.points IS NOT NULL), 0),
                     3) AS gpa,
               sum(course.credits) AS attempted,
               coalesce(sum(course.credits) FILTER (WHERE entry.earns_credit), 0) AS earned
          FROM staged_student s
          JOIN student ON student.sourced_id = s.sourced_id
          JOIN result ON result.student_id = student.id AND result.posted_at IS NOT NULL
          JOIN line_item item ON item.id = result.line_item_id AND item.kind = 'final'
          JOIN section ON section.id = result.section_id
          JOIN course ON course.id = section.course_id
          JOIN grade_scale_entry entry ON entry.id = result.grade_scale_entry_id
         GROUP BY result.student_id
      ) AS summed ORDER BY student_id
"""
