-- What policies ask about the caller. Each runs once a statement: policies write
-- (SELECT app.f()), which PostgreSQL turns into an InitPlan. They read as the owner,
-- because a policy's own sub-queries would be filtered by policies again.

-- The caller's account, if the token's role is the account's. `role` is the setting that
-- SET ROLE changes; being the definer does not change it.
CREATE VIEW app.current_account WITH (security_invoker = true) AS
SELECT * FROM public.account
WHERE subject = nullif(current_setting('app.subject', true), '')
  AND 'app_' || role = current_setting('role')
  AND status = 'active';

CREATE FUNCTION app.account_id() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT id FROM app.current_account $$;

CREATE FUNCTION app.subject() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT subject FROM app.current_account $$;

CREATE FUNCTION app.student_id() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT student_id FROM app.current_account $$;

CREATE FUNCTION app.staff_id() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT staff_id FROM app.current_account $$;

-- The caller's organisation and all below it.
CREATE FUNCTION app.org_ids() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH RECURSIVE own AS (
        SELECT coalesce(account.org_id, staff.org_id) AS id
        FROM app.current_account AS account LEFT JOIN staff ON staff.id = account.staff_id
        UNION
        SELECT org.id FROM org JOIN own ON org.parent_id = own.id
    )
    SELECT coalesce(array_agg(id), '{}') FROM own
$$;

-- The sections the caller teaches.
CREATE FUNCTION app.section_ids() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT coalesce(array_agg(section_id), '{}')
    FROM section_staff JOIN app.current_account USING (staff_id)
$$;

-- Whoever has ever had a place in those sections: grades stay with their teacher.
CREATE FUNCTION app.taught_student_ids() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT coalesce(array_agg(DISTINCT student_id), '{}')
    FROM enrollment
    WHERE section_id = ANY ((SELECT app.section_ids())::bigint[])
$$;

-- The students whose guardian the caller is.
CREATE FUNCTION app.ward_ids() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT coalesce(array_agg(guardianship.student_id), '{}')
    FROM guardianship JOIN app.current_account AS account ON account.id = account_id
$$;
