-- A posted result changes only with a reason, set by set_config('app.reason', …, true),
-- and each change is audited with what was there before.

CREATE FUNCTION app.audit_amendments() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    given_reason text := nullif(btrim(current_setting('app.reason', true)), '');
    unexplained bigint;
BEGIN
    -- A row whose id itself was changed has no counterpart, and counts as changed.
    WITH amended AS (
        SELECT before.id, to_jsonb(before) AS was, to_jsonb(after) AS now_is
        FROM old_rows AS before LEFT JOIN new_rows AS after ON after.id = before.id
        WHERE before.posted_at IS NOT NULL
          AND (before.student_id, before.line_item_id, before.score, before.grade_scale_entry_id,
               before.posted_at, before.comment, before.status)
              IS DISTINCT FROM
              (after.student_id, after.line_item_id, after.score, after.grade_scale_entry_id,
               after.posted_at, after.comment, after.status)
    ), audited AS (
        INSERT INTO audit_entry (subject, role, action, entity, entity_id, reason, changes)
        SELECT coalesce(nullif(current_setting('app.subject', true), ''), session_user),
               regexp_replace(current_setting('role'), '^app_', ''),
               'grade.amended', 'result', amended.id, given_reason,
               (SELECT jsonb_object_agg(field, jsonb_build_array(was -> field, now_is -> field))
                FROM jsonb_object_keys(was) AS field
                WHERE was -> field IS DISTINCT FROM now_is -> field
                  AND field NOT IN ('version', 'updated_at', 'src_hash'))
        FROM amended
        WHERE given_reason IS NOT NULL
    )
    SELECT min(id) INTO unexplained FROM amended WHERE given_reason IS NULL;
    IF unexplained IS NOT NULL THEN
        PERFORM app.refuse(
            'result_change_needs_reason',
            format('Result %s is posted: changing it needs a reason.', unexplained)
        );
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER result_2_amendment AFTER UPDATE ON result
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION app.audit_amendments();
