-- What applying an import would do, a row for each file and entity of its plan.
CREATE VIEW app.import_plan_entry WITH (security_invoker = true) AS
SELECT job.id AS import_job_id, entry.position,
       coalesce(entry.said ->> 'file', '') AS file,
       coalesce(entry.said ->> 'entity', '') AS entity,
       coalesce((entry.said ->> 'rows')::integer, 0) AS rows_read,
       coalesce((entry.said ->> 'create')::integer, 0) AS to_create,
       coalesce((entry.said ->> 'update')::integer, 0) AS to_update,
       coalesce((entry.said ->> 'unchanged')::integer, 0) AS unchanged,
       coalesce((entry.said ->> 'deactivate')::integer, 0) AS to_deactivate,
       coalesce((entry.said ->> 'rejected')::integer, 0) AS rejected,
       coalesce((entry.said ->> 'overwritten')::integer, 0) AS overwritten
FROM import_job AS job
CROSS JOIN LATERAL jsonb_array_elements(job.plan) WITH ORDINALITY AS entry (said, position);
