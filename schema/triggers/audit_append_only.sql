-- What was done stays on record, whoever asks: the owner too.

CREATE FUNCTION app.keep_audit() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.refuse('audit_entry_append_only', 'The audit log is only ever added to.');
    RETURN NULL;
END $$;

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION app.keep_audit();
