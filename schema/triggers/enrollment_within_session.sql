-- An enrollment's own dates lie inside its section's academic session, whichever of the
-- three is edited. Rows without dates of their own, the usual ones, cost nothing.
-- What a check rests on is locked FOR SHARE, or two transactions could each change one
-- side and both find the other as it was.

CREATE FUNCTION app.refuse_enrollment_outside_session(enrollment_id bigint) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    SELECT app.refuse(
        'enrollment_within_session',
        format('Enrollment %s would lie outside its academic session.', enrollment_id)
    ) WHERE enrollment_id IS NOT NULL
$$;

CREATE FUNCTION app.check_enrollment_dates() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    dated_sections bigint[];
BEGIN
    SELECT array_agg(DISTINCT section_id) INTO dated_sections
    FROM new_rows WHERE begin_date IS NOT NULL OR end_date IS NOT NULL;
    IF dated_sections IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM FROM section
    JOIN academic_session ON academic_session.id = section.academic_session_id
    WHERE section.id = ANY (dated_sections) ORDER BY section.id FOR SHARE;
    PERFORM app.refuse_enrollment_outside_session(min(dated.id))
    FROM new_rows AS dated
    JOIN section ON section.id = dated.section_id
    JOIN academic_session AS term ON term.id = section.academic_session_id
    WHERE NOT dated.begin_date BETWEEN term.start_date AND term.end_date
       OR NOT dated.end_date BETWEEN term.start_date AND term.end_date;
    RETURN NULL;
END $$;

CREATE TRIGGER enrollment_2_dates_on_insert AFTER INSERT ON enrollment
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION app.check_enrollment_dates();

CREATE TRIGGER enrollment_2_dates_on_update AFTER UPDATE ON enrollment
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION app.check_enrollment_dates();

CREATE FUNCTION app.check_section_session() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM FROM academic_session WHERE id = NEW.academic_session_id FOR SHARE;
    PERFORM app.refuse_enrollment_outside_session(min(enrollment.id))
    FROM enrollment JOIN academic_session AS term ON term.id = NEW.academic_session_id
    WHERE enrollment.section_id = NEW.id
      AND (NOT enrollment.begin_date BETWEEN term.start_date AND term.end_date
           OR NOT enrollment.end_date BETWEEN term.start_date AND term.end_date);
    RETURN NULL;
END $$;

-- For each row, unlike the others: seats are counted on this table all day, and only a
-- trigger for rows can be told not to run for that.
CREATE TRIGGER section_session AFTER UPDATE OF academic_session_id ON section
FOR EACH ROW WHEN (OLD.academic_session_id IS DISTINCT FROM NEW.academic_session_id)
EXECUTE FUNCTION app.check_section_session();

CREATE FUNCTION app.check_session_enrollments() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM app.refuse_enrollment_outside_session(min(enrollment.id))
    FROM new_rows AS term
    JOIN old_rows AS before ON before.id = term.id
     AND (before.start_date, before.end_date) <> (term.start_date, term.end_date)
    JOIN section ON section.academic_session_id = term.id
    JOIN enrollment ON enrollment.section_id = section.id
    WHERE NOT enrollment.begin_date BETWEEN term.start_date AND term.end_date
       OR NOT enrollment.end_date BETWEEN term.start_date AND term.end_date;
    RETURN NULL;
END $$;

CREATE TRIGGER academic_session_enrollments AFTER UPDATE ON academic_session
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION app.check_session_enrollments();
