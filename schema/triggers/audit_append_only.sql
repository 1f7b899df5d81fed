-- What was done stays on record, whoever asks: the owner too. One thing may be taken from an
-- entry: what it says of a person who is erased (schema/erasure), with a marker in its place.

CREATE FUNCTION app.keep_audit() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.refuse('audit_entry_append_only', 'The audit log is only ever added to.');
    RETURN NULL;
END $$;

CREATE TRIGGER audit_entry_append_only BEFORE DELETE OR TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION app.keep_audit();

CREATE FUNCTION app.keep_audit_entry() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    rest_was jsonb := to_jsonb(OLD) - 'changes' - 'reason';
    rest_is jsonb := to_jsonb(NEW) - 'changes' - 'reason';
BEGIN
    IF rest_is IS DISTINCT FROM rest_was
        OR NEW.reason IS DISTINCT FROM OLD.reason
           AND (OLD.reason IS NULL OR NEW.reason IS DISTINCT FROM 'erased')
        OR NEW.changes IS DISTINCT FROM OLD.changes
           AND NEW.changes IS DISTINCT FROM app.erased_changes(OLD.changes)
    THEN
        PERFORM app.refuse('audit_entry_append_only', 'The audit log is only ever added to.');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_entry_kept BEFORE UPDATE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION app.keep_audit_entry();
