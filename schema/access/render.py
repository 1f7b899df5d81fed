"""Renders policies and grants as SQL, for all tables of the models."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Table

from schema.access.logins import API_ROLES, OWNER
from schema.access.policies import FIXED_ON_ADD, FIXED_ON_CHANGE, POLICIES, Command, Policies
from schema.access.roles import WORKER_ROLE
from schema.access.rows import Rows

# Functions that policies call, so that whoever is under a policy may call them.
CONTEXT_FUNCTIONS = (
    "account_id",
    "subject",
    "integration",
    "student_id",
    "staff_id",
    "org_ids",
    "section_ids",
    "taught_student_ids",
    "ward_ids",
)
# Tables that only programs read: a person asking for them is a bug worth an error.
MACHINERY = frozenset({"outbox", "inbox"})
# They run as who asks, so that the policies of their tables decide.
VIEWS = ("final_grade", "import_issue_group", "import_plan_entry", "import_preview_field")
EVERYBODY = ", ".join((*API_ROLES, WORKER_ROLE))


def access_statements(tables: list[Table]) -> Iterator[str]:
    """Yield what closes each table, then opens the rows that are somebody's."""
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {EVERYBODY}"
    yield f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC, {EVERYBODY}"
    yield f"GRANT USAGE ON SCHEMA app TO {EVERYBODY}"
    for function in CONTEXT_FUNCTIONS:
        yield f"GRANT EXECUTE ON FUNCTION app.{function} TO {EVERYBODY}"
    for view in VIEWS:
        yield f"GRANT SELECT ON app.{view} TO {EVERYBODY}"
    for table in tables:
        yield f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        yield f"CREATE POLICY owner_all ON {table.name} TO {OWNER} USING (true)"
        # A row that is not the caller's is not there, rather than an error to explain.
        if table.name not in MACHINERY:
            yield f"GRANT SELECT ON {table.name} TO {', '.join(API_ROLES)}"
        for command, policies in POLICIES.items():
            yield from _policy_statements(table.name, command, policies)
            yield from _grant_statements(table, command, policies)


def _policy_statements(table: str, command: Command, policies: Policies) -> Iterator[str]:
    """Yield one policy for each set of rows, to all roles whose it is."""

    def rows_of(item: tuple[str, Rows]) -> tuple[str, str]:
        return item[1].name, item[1].condition

    items = sorted(policies.get(table, {}).items(), key=rows_of)
    for (name, condition), group in groupby(items, key=rows_of):
        clause = {
            "insert": f"WITH CHECK ({condition})",
            "update": f"USING ({condition}) WITH CHECK ({condition})",
        }.get(command, f"USING ({condition})")
        yield (
            f"CREATE POLICY {command}_{name} ON {table} FOR {command.upper()}"
            f" TO {', '.join(role for role, _ in group)} {clause}"
        )


def _grant_statements(table: Table, command: Command, policies: Policies) -> Iterator[str]:
    roles = ", ".join(policies.get(table.name, {}))
    if not roles:
        return
    match command:
        case "insert":
            fixed = FIXED_ON_ADD.get(table.name, frozenset())
        case "update":
            fixed = FIXED_ON_CHANGE.get(table.name, frozenset()) | {"id", "created_at"}
        case _:
            fixed = frozenset()
    columns = ", ".join(column.name for column in table.columns if column.name not in fixed)
    of_columns = f" ({columns})" if fixed else ""
    yield f"GRANT {command.upper()}{of_columns} ON {table.name} TO {roles}"
