"""What the catalog says of access: nothing is open by being forgotten."""

import os
import socket

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from schema.access.logins import API_ROLES, LOGINS
from schema.access.policies import POLICIES
from schema.access.render import CONTEXT_FUNCTIONS, VIEWS
from schema.access.roles import WORKER_ROLE
from schema.database import make_engine
from schema.models import Base
from tests.conftest import Database

PROGRAM_ROLES = (*API_ROLES, WORKER_ROLE, *LOGINS)
# Alembic's own, which no program role may touch.
UNGOVERNED = {"alembic_version"}


def rows(database: Database, statement: str, **parameters: object) -> list[tuple[object, ...]]:
    with database.owner_engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement), parameters)]


def test_every_table_is_under_forced_row_security(database: Database) -> None:
    tables = rows(
        database,
        "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class"
        " WHERE relkind IN ('r', 'p', 'm', 'f') AND relnamespace = 'public'::regnamespace",
    )

    assert {name for name, closed in tables if not closed} == UNGOVERNED
    assert {name for name, closed in tables if closed} == set(Base.metadata.tables)


def test_every_view_runs_as_who_asks(database: Database) -> None:
    views = rows(
        database,
        "SELECT relname, 'security_invoker=true' = ANY (reloptions) FROM pg_class"
        " WHERE relkind = 'v' AND relnamespace IN ('public'::regnamespace, 'app'::regnamespace)",
    )

    assert views == [(name, True) for name in VIEWS]


def test_every_table_has_a_policy_for_each_role_that_should_see_it(database: Database) -> None:
    policies = rows(
        database,
        "SELECT cmd, tablename::text, unnest(roles)::text FROM pg_policies"
        " WHERE schemaname = 'public' AND policyname <> 'owner_all'",
    )
    wanted = [
        (command.upper(), table, role)
        for command, tables in POLICIES.items()
        for table, roles in tables.items()
        for role in roles
    ]

    assert sorted(policies) == sorted(wanted)
    assert {table for _, table, _ in wanted} == set(Base.metadata.tables)


def test_no_policy_is_for_everybody(database: Database) -> None:
    assert rows(database, "SELECT polname FROM pg_policy WHERE 0 = ANY (polroles)") == []


def test_no_program_role_is_powerful(database: Database) -> None:
    powerful = rows(
        database,
        "SELECT rolname FROM pg_roles WHERE rolname = ANY (:roles) AND (rolsuper OR rolbypassrls"
        " OR rolcreaterole OR rolcreatedb OR rolreplication)",
        roles=list(PROGRAM_ROLES),
    )

    assert powerful == []


def test_no_program_role_owns_anything(database: Database) -> None:
    owned = rows(
        database,
        "SELECT rolname, classid::regclass, objid FROM pg_shdepend"
        " JOIN pg_roles ON pg_roles.oid = refobjid AND deptype = 'o'"
        " WHERE rolname = ANY (:roles)",
        roles=list(PROGRAM_ROLES),
    )

    assert owned == []


def test_a_login_may_become_its_roles_and_no_other(database: Database) -> None:
    members = rows(
        database,
        "SELECT member.rolname::text, role.rolname::text FROM pg_auth_members"
        " JOIN pg_roles AS member ON member.oid = member"
        " JOIN pg_roles AS role ON role.oid = roleid WHERE member.rolname = ANY (:roles)",
        roles=list(PROGRAM_ROLES),
    )

    assert sorted(members) == sorted((login, r) for login, roles in LOGINS.items() for r in roles)


@pytest.mark.parametrize("role", [WORKER_ROLE, "student_cloud_owner", "admin"])
def test_the_api_cannot_become_more_than_a_person(database: Database, role: str) -> None:
    engine = make_engine(database.api_url)
    with (
        engine.connect() as connection,
        pytest.raises(ProgrammingError, match="permission denied to set role"),
    ):
        connection.execute(text(f"SET ROLE {role}"))
    engine.dispose()


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_a_login_that_has_become_nobody_sees_nothing(database: Database, table: str) -> None:
    engine = make_engine(database.batch_url)
    with (
        engine.connect() as connection,
        pytest.raises(ProgrammingError, match="permission denied for table"),
    ):
        connection.execute(text(f"SELECT FROM {table}"))
    engine.dispose()


def test_no_privilege_is_public(database: Database) -> None:
    public = rows(
        database,
        "SELECT relname FROM pg_class, aclexplode(relacl) AS granted"
        " WHERE grantee = 0 AND relnamespace IN ('public'::regnamespace, 'app'::regnamespace)"
        " UNION ALL SELECT proname FROM pg_proc,"
        " aclexplode(coalesce(proacl, acldefault('f', proowner))) AS granted"
        " WHERE grantee = 0 AND pronamespace = 'app'::regnamespace",
    )

    assert public == []


def test_functions_that_run_as_the_owner_have_a_fixed_search_path(database: Database) -> None:
    loose = rows(
        database,
        "SELECT proname FROM pg_proc WHERE pronamespace = 'app'::regnamespace"
        " AND NOT EXISTS (SELECT FROM unnest(proconfig) AS setting"
        " WHERE setting LIKE 'search_path=pg_catalog,%pg_temp')",
    )

    assert loose == []


def test_programs_call_no_function_of_the_owner_but_what_policies_ask_and_erasure(
    database: Database,
) -> None:
    callable_ = rows(
        database,
        "SELECT DISTINCT proname::text, proname = 'erase_student' AND role <> 'app_admin'"
        " FROM pg_proc, unnest(CAST(:roles AS text[])) AS role"
        " WHERE pronamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')"
        " AND prosecdef AND has_function_privilege(role, pg_proc.oid, 'EXECUTE')",
        roles=list(PROGRAM_ROLES),
    )

    # Which names no other table than the registry's, and asks for the admin's role itself.
    erasure = ("erase_student", False)
    assert set(callable_) == {erasure} | {(name, False) for name in CONTEXT_FUNCTIONS}


def test_no_view_sees_more_than_who_asks_it(database: Database) -> None:
    views = rows(
        database,
        "SELECT relname FROM pg_class WHERE relkind = 'v'"
        " AND relnamespace IN ('public'::regnamespace, 'app'::regnamespace)"
        " AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)",
    )

    assert views == []


def test_a_host_that_vanishes_is_noticed(database: Database) -> None:
    engine = make_engine(database.batch_url)
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        with socket.socket(fileno=os.dup(driver.fileno())) as line:
            idle = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
            unacknowledged = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
    engine.dispose()

    assert (idle, unacknowledged) == (30, 60_000)


def test_logins_come_with_timeouts(database: Database) -> None:
    engine = make_engine(database.api_url)
    with engine.connect() as connection:
        settings = connection.execute(
            text(
                "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),"
                " current_setting('client_connection_check_interval'),"
                " current_setting('TimeZone'), current_setting('plan_cache_mode'),"
                " current_setting('random_page_cost')"
            )
        ).one()
    engine.dispose()

    assert tuple(settings) == ("5s", "2s", "1s", "UTC", "force_generic_plan", "1.1")
