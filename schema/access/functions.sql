-- What policies ask about the caller. Each runs once a statement and table: policies write
-- (SELECT app.f()), which PostgreSQL turns into an InitPlan. They read as the owner,
-- because a policy's own sub-queries would be filtered by policies again.
--
-- PL/pgSQL keeps their plans: a function in SQL is planned anew by each statement, at five
-- times the cost. What was found is kept in a transaction-local setting, under the role
-- and subject it was found for, because a nested query asks for each of its tables; that
-- is also why they are not parallel safe. A setting is no weaker than app.subject is:
-- who can write one can write the other.

-- The caller's account, if it is for the role that the token names; all null if there is
-- none. `role` is the setting that SET ROLE changes; being the definer leaves it alone.
CREATE FUNCTION app.account() RETURNS public.account
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    subject_asked text := coalesce(current_setting('app.subject', true), '');
    -- With its length, or a subject could begin with another and pass for it.
    caller text := concat_ws(
        ' ', current_setting('role'), length(subject_asked), subject_asked, ''
    );
    known text := current_setting('app.known_account', true);
    found account;
BEGIN
    IF starts_with(known, caller) THEN
        RETURN substr(known, length(caller) + 1)::account;
    END IF;
    SELECT * INTO found FROM account
    WHERE subject = nullif(subject_asked, '')
      AND 'app_' || role = current_setting('role')
      AND status = 'active';
    PERFORM set_config('app.known_account', caller || found::text, true);
    RETURN found;
END $$;

CREATE FUNCTION app.account_id() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$ BEGIN RETURN (app.account()).id; END $$;

CREATE FUNCTION app.subject() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$ BEGIN RETURN (app.account()).subject; END $$;

CREATE FUNCTION app.student_id() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$ BEGIN RETURN (app.account()).student_id; END $$;

CREATE FUNCTION app.staff_id() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$ BEGIN RETURN (app.account()).staff_id; END $$;

-- Whether the caller is a program of others, from which directory fields are withheld.
CREATE FUNCTION app.integration() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$ BEGIN RETURN coalesce((app.account()).integration, true); END $$;

-- The caller's organisation and all below it.
CREATE FUNCTION app.org_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    account account := app.account();
    caller text := concat(account.id, ' ');
    known text := current_setting('app.known_orgs', true);
    found bigint[];
BEGIN
    IF starts_with(known, caller) THEN
        RETURN substr(known, length(caller) + 1)::bigint[];
    END IF;
    WITH RECURSIVE own AS (
        SELECT coalesce(
            account.org_id, (SELECT org_id FROM staff WHERE id = account.staff_id)
        ) AS id
        UNION
        SELECT org.id FROM org JOIN own ON org.parent_id = own.id
    )
    SELECT coalesce(array_agg(id), '{}') INTO found FROM own WHERE id IS NOT NULL;
    PERFORM set_config('app.known_orgs', caller || found::text, true);
    RETURN found;
END $$;

-- The sections the caller teaches.
CREATE FUNCTION app.section_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    caller bigint := (app.account()).staff_id;
BEGIN
    RETURN ARRAY(
        SELECT section_id FROM section_staff WHERE staff_id = caller AND status = 'active'
    );
END $$;

-- Whoever has ever had a place in those sections: grades stay with their teacher.
CREATE FUNCTION app.taught_student_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    taught bigint[] := app.section_ids();
BEGIN
    RETURN ARRAY(SELECT DISTINCT student_id FROM enrollment WHERE section_id = ANY (taught));
END $$;

-- The students whose guardian the caller is.
CREATE FUNCTION app.ward_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    caller bigint := (app.account()).id;
BEGIN
    RETURN ARRAY(SELECT student_id FROM guardianship WHERE account_id = caller);
END $$;
