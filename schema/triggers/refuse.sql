-- A trigger refuses like a check constraint: programs tell refusals apart by the name.

CREATE FUNCTION app.refuse(rule text, sentence text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = rule, MESSAGE = sentence;
END $$;
