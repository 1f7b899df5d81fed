-- section.seats_taken counts the enrollments that hold a seat. The check
-- section_seats_within_capacity on the section then refuses the seat too many, also when
-- many statements race: each waits for the section's row and adds to what it finds there.

CREATE FUNCTION app.count_seats() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    sections bigint[];
    changes integer[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(section_id), array_agg(seats) INTO sections, changes FROM (
            SELECT section_id, count(*)::integer AS seats FROM new_rows
            WHERE state IN ('active', 'completed') GROUP BY section_id
        ) AS taken;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(section_id), array_agg(-seats) INTO sections, changes FROM (
            SELECT section_id, count(*)::integer AS seats FROM old_rows
            WHERE state IN ('active', 'completed') GROUP BY section_id
        ) AS freed;
    ELSE
        SELECT array_agg(section_id), array_agg(seats) INTO sections, changes FROM (
            SELECT section_id, sum(seat)::integer AS seats FROM (
                SELECT section_id, 1 AS seat FROM new_rows WHERE state IN ('active', 'completed')
                UNION ALL
                SELECT section_id, -1 FROM old_rows WHERE state IN ('active', 'completed')
            ) AS moved GROUP BY section_id HAVING sum(seat) <> 0
        ) AS changed;
    END IF;
    IF cardinality(sections) > 1 THEN
        -- In one order, so that two bulk loads wait for each other instead of deadlocking.
        PERFORM FROM section WHERE id = ANY (sections) ORDER BY id FOR NO KEY UPDATE;
    END IF;
    UPDATE section SET seats_taken = seats_taken + change
    FROM unnest(sections, changes) AS changed (section_id, change)
    WHERE section.id = changed.section_id;
    RETURN NULL;
END $$;

CREATE TRIGGER enrollment_1_seats_on_insert AFTER INSERT ON enrollment
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION app.count_seats();

CREATE TRIGGER enrollment_1_seats_on_update AFTER UPDATE ON enrollment
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION app.count_seats();

CREATE TRIGGER enrollment_1_seats_on_delete AFTER DELETE ON enrollment
REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION app.count_seats();
