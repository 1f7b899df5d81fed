"""Database roles: who owns the records, who may see them, who signs in.

Every statement may run again. Works for a superuser and for the master user of RDS.
"""

from collections.abc import Iterator

from schema.access.roles import WORKER_ROLE, Role

OWNER = "student_cloud_owner"
API_ROLES = tuple(role.database_role for role in Role)
# Each login and the roles it may switch to; by itself it may do nothing.
LOGINS: dict[str, tuple[str, ...]] = {
    "api_service": API_ROLES,
    "batch_service": (*API_ROLES, WORKER_ROLE),
}
# Imports stage their rows in temporary tables.
STAGING_ROLES = ("app_operator", "app_admin", WORKER_ROLE)

# Set on the login, not in the connection string, which RDS Proxy does not pass on.
_BOTH = {
    "TimeZone": "UTC",
    "DateStyle": "ISO",
    "jit": "off",  # compiling costs more than any statement here takes
    "idle_in_transaction_session_timeout": "5min",
    # A statement ends with the program that asked, which may have given up waiting.
    "client_connection_check_interval": "1s",
}
LOGIN_SETTINGS: dict[str, dict[str, str]] = {
    # A prepared statement gets one plan for all parameters, made once. A page is read here and
    # there from memory or an SSD, not from a disk that turns; docs/decisions/0007 has the plans.
    "api_service": _BOTH
    | {
        "statement_timeout": "5s",
        "lock_timeout": "2s",
        "plan_cache_mode": "force_generic_plan",
        "random_page_cost": "1.1",
    },
    "batch_service": _BOTH | {"statement_timeout": "10min", "lock_timeout": "30s"},
}

_CREATE_ROLE = """
DO $$ BEGIN
    CREATE ROLE {name} {attributes};
EXCEPTION
    -- There already, or made this moment by a migration of another database.
    WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""

_REFUSE_POWERFUL = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname IN ({logins}) AND (rolsuper OR rolbypassrls))
    THEN RAISE 'A service login is a superuser or bypasses row-level security.';
    END IF;
END $$
"""

# The owner's rights are needed for the rest of the migration. Not granted again: it takes
# a lock that other databases' migrations wait for.
_JOIN_OWNER = f"""
DO $$ BEGIN
    IF NOT pg_has_role(current_user, '{OWNER}', 'USAGE') THEN GRANT {OWNER} TO CURRENT_USER;
    END IF;
END $$
"""

_IAM = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_iam') THEN GRANT rds_iam TO {login};
    END IF;
END $$
"""


def role_statements(database: str) -> Iterator[str]:
    """Yield what makes the roles, and lets them into one database."""
    for name in (OWNER, *API_ROLES, WORKER_ROLE):
        yield _CREATE_ROLE.format(name=name, attributes="NOLOGIN")
    for login, roles in LOGINS.items():
        yield _CREATE_ROLE.format(name=login, attributes="LOGIN NOINHERIT")
        yield f"ALTER ROLE {login} NOINHERIT"
        yield f"GRANT {', '.join(roles)} TO {login}"
        yield _IAM.format(login=login)
        for setting, value in LOGIN_SETTINGS[login].items():
            yield f"ALTER ROLE {login} SET {setting} = '{value}'"
    yield _REFUSE_POWERFUL.format(logins=", ".join(f"'{login}'" for login in LOGINS))
    yield _JOIN_OWNER
    yield from _database_statements(database)


def _database_statements(database: str) -> Iterator[str]:
    yield f"REVOKE ALL ON DATABASE {database} FROM PUBLIC"
    yield f"GRANT CONNECT ON DATABASE {database} TO {', '.join(LOGINS)}"
    yield f"GRANT TEMPORARY ON DATABASE {database} TO {', '.join(STAGING_ROLES)}"
    yield f"GRANT CREATE ON DATABASE {database} TO {OWNER}"
    yield f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}"
