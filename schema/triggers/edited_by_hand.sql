-- src_hash says that a record is just as a row of some file has it, and a later import passes
-- such a row by. Whoever changes the record otherwise makes that untrue, and need not know.

CREATE FUNCTION app.forget_import() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.src_hash := NULL;
    RETURN NEW;
END $$;

DO $$
DECLARE
    edited text;
BEGIN
    FOREACH edited IN ARRAY ARRAY[
        'org', 'academic_session', 'staff', 'course', 'student', 'enrollment', 'line_item',
        'result', 'section_staff',
        -- Seats are counted on a section all day; that is no edit.
        'section (org_id, course_id, academic_session_id, code, title, capacity,'
        ' last_day_to_enroll, last_day_to_drop, status)'
    ] LOOP
        EXECUTE format(
            'CREATE TRIGGER %1$s_edited_by_hand BEFORE UPDATE %2$s ON %1$s FOR EACH ROW'
            ' WHEN (OLD.src_hash IS NOT NULL AND OLD.src_hash = NEW.src_hash)'
            ' EXECUTE FUNCTION app.forget_import()',
            split_part(edited, ' ', 1),
            'OF ' || nullif(btrim(substring(edited FROM '\((.*)\)')), '')
        );
    END LOOP;
END $$;
