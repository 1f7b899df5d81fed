-- Wakes the relay at commit; it also looks by itself, so a lost wake-up costs a second.

CREATE FUNCTION app.wake_relay() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_notify('outbox', '');
    RETURN NULL;
END $$;

CREATE TRIGGER outbox_wake AFTER INSERT ON outbox
FOR EACH STATEMENT EXECUTE FUNCTION app.wake_relay();
