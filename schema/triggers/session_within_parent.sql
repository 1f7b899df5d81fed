-- An academic session lies inside its parent, whichever of the two is edited; both may be
-- moved in one statement. Parents are locked FOR SHARE, or a year could shrink while a
-- term is added to it.

CREATE FUNCTION app.check_session_nesting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    outside academic_session;
BEGIN
    PERFORM FROM academic_session
    WHERE id IN (SELECT parent_id FROM new_rows) ORDER BY id FOR SHARE;
    SELECT child.* INTO outside
    FROM academic_session AS child JOIN academic_session AS parent ON parent.id = child.parent_id
    WHERE (child.id IN (SELECT id FROM new_rows) OR parent.id IN (SELECT id FROM new_rows))
      AND (child.start_date < parent.start_date OR child.end_date > parent.end_date)
    ORDER BY child.id LIMIT 1;
    IF FOUND THEN
        PERFORM app.refuse(
            'academic_session_within_parent',
            format('Academic session %s would lie outside its parent.', outside.id)
        );
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER academic_session_nesting_on_insert AFTER INSERT ON academic_session
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION app.check_session_nesting();

CREATE TRIGGER academic_session_nesting_on_update AFTER UPDATE ON academic_session
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION app.check_session_nesting();
