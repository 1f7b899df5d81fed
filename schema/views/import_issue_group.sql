-- The issues of an import by kind, each kind where it first came up.
CREATE VIEW app.import_issue_group WITH (security_invoker = true) AS
SELECT counted.import_job_id, counted.first_id, counted.code, counted.issues,
       issue.file AS first_file, issue.line AS first_line, issue.message AS first_message
FROM (
    SELECT import_job_id, code, count(*)::integer AS issues, min(id) AS first_id
    FROM import_issue GROUP BY import_job_id, code
) AS counted
JOIN import_issue AS issue ON issue.id = counted.first_id;
