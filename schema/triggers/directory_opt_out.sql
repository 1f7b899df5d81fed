-- Who keeps out of the directory keeps out of it until the school says otherwise: an integration
-- may change a student's record, and would else take back the wish that hides fields from it.

CREATE FUNCTION app.keep_opt_out() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Only a registrar's account can be an integration; whoever has none is taken for one.
    IF current_setting('role') = 'app_registrar' AND app.integration() THEN
        PERFORM app.refuse(
            'student_directory_opt_out_kept', format('Student %s opted out.', OLD.id)
        );
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER student_directory_opt_out BEFORE UPDATE OF directory_opt_out ON student
FOR EACH ROW WHEN (OLD.directory_opt_out AND NOT NEW.directory_opt_out)
EXECUTE FUNCTION app.keep_opt_out();
