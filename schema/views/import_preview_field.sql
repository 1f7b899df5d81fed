-- What a previewed change would do to each field of its record.
CREATE VIEW app.import_preview_field WITH (security_invoker = true) AS
SELECT preview.id AS import_preview_id, named.field COLLATE "C" AS field,
       preview.before ->> named.field AS before, preview.after ->> named.field AS after
FROM import_preview AS preview
CROSS JOIN LATERAL jsonb_object_keys(
    coalesce(preview.before, '{}') || coalesce(preview.after, '{}')
) AS named (field)
WHERE preview.before ->> named.field IS DISTINCT FROM preview.after ->> named.field;
