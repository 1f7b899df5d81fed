"""Who may add and change whose rows: every role, every table, also beyond what the API offers."""

from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from schema.access.caller import Caller
from schema.access.policies import FIXED_ON_ADD, FIXED_ON_CHANGE
from schema.access.roles import Role
from schema.models import Base
from tests.conftest import Database
from tests.schema.school import School
from tests.schema.visible import ALL, ANN, NORTH

Whose = dict[str, set[str]]

OFFICE = (
    *("student", "enrollment", "line_item", "result", "section", "section_staff"),
    *("staff", "course", "course_prerequisite"),
)
SCALES = ("grade_scale", "grade_scale_entry")
OF_IMPORTS = ("import_issue", "import_change", "import_cancellation")
GRADED = ("line_item", "result")


def theirs(rows: set[str], *tables: str) -> Whose:
    return dict.fromkeys(tables, rows)


REGISTRAR = (*OFFICE, "hold")
OPERATOR = (*OFFICE, "org")
ADMIN = (*OPERATOR, *SCALES, "hold", "academic_session", "account", "guardianship")

# What is not named is nobody's to write.
ADDS: dict[str, Whose] = {
    "student ann": {},
    "guardian of ann": {},
    # Their own report alone: a job is asked for in nobody else's name.
    "teacher of ann": theirs(ANN, *GRADED, "report_job"),
    "registrar of north": theirs(NORTH, *REGISTRAR) | theirs(ALL, "academic_session"),
    "registrar of the district": theirs(ALL, *REGISTRAR, "academic_session"),
    "operator of north": theirs(NORTH, *OPERATOR, *OF_IMPORTS)
    | theirs(ALL, *SCALES, "academic_session"),
    "admin": theirs(ALL, *ADMIN, *OF_IMPORTS),
    "auditor": {},
}
CHANGES: dict[str, Whose] = {
    "student ann": {},
    "guardian of ann": {},
    "teacher of ann": theirs(ANN, *GRADED),
    "registrar of north": theirs(NORTH, *REGISTRAR) | theirs(ALL, "academic_session"),
    "registrar of the district": theirs(ALL, *REGISTRAR, "academic_session"),
    "operator of north": theirs(NORTH, *OPERATOR, "import_job")
    | theirs(ALL, *SCALES, "academic_session"),
    "admin": theirs(ALL, *ADMIN, "import_job"),
    "auditor": {},
}


def written(table: Table, fixed: frozenset[str]) -> list[str]:
    """Return the columns that a statement may name."""
    never = fixed | {"id", "created_at"}
    return [c.name for c in table.columns if c.name not in never and c.computed is None]


def is_key(table: Table, key: int) -> Any:
    return next(iter(table.primary_key.columns)) == key


def adds(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Try to add a row; that there is one like it already is not the policies' refusal."""
    try:
        with connection.begin_nested() as savepoint:
            connection.execute(insert(table).inline().values(**values))
            savepoint.rollback()
    except ProgrammingError:
        return False
    except DBAPIError:
        return True
    return True


def changes(connection: Connection, table: Table, key: int) -> bool:
    column = written(table, FIXED_ON_CHANGE.get(table.name, frozenset()))[-1]
    same = table.update().where(is_key(table, key)).values({column: table.c[column]})
    try:
        with connection.begin_nested():
            return connection.execute(same).rowcount == 1
    except ProgrammingError:
        return False


def copies(database: Database, school: School) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the values of everybody's rows, as their owner reads them."""
    found = {}
    with database.owner_session() as session:
        for name, rows in school.rows.items():
            table = Base.metadata.tables[name]
            columns = written(table, FIXED_ON_ADD.get(name, frozenset()))
            for key, owner in rows.items():
                row = select(*(table.c[c] for c in columns)).where(is_key(table, key))
                found[name, owner] = dict(session.execute(row).one()._mapping)
    return found


def outcome(
    database: Database, school: School, caller: Any, rows: dict[tuple[str, str], dict[str, Any]]
) -> tuple[Whose, Whose]:
    """Return whose rows a caller can add, and whose they can change."""
    added: Whose = {}
    changed: Whose = {}
    with database.connect_as(caller) as connection:
        for (name, owner), values in rows.items():
            table = Base.metadata.tables[name]
            if adds(connection, table, values):
                added.setdefault(name, set()).add(owner)
            if changes(connection, table, school.key(name, owner)):
                changed.setdefault(name, set()).add(owner)
        connection.rollback()
    return added, changed


@pytest.fixture(scope="module")
def rows(database: Database, school: School) -> dict[tuple[str, str], dict[str, Any]]:
    return copies(database, school)


@pytest.mark.parametrize("who", ADDS)
def test_a_role_adds_and_changes_its_own_rows_and_no_others(
    database: Database, school: School, rows: Any, who: str
) -> None:
    added, changed = outcome(database, school, school.callers[who], rows)

    assert added == ADDS[who]
    assert changed == CHANGES[who]


@pytest.mark.parametrize("role", Role)
def test_without_an_account_in_force_nothing_is_written(
    database: Database, school: School, rows: Any, role: Role
) -> None:
    closed = next(c for c in school.callers.values() if isinstance(c, Caller) and c.role is role)
    other = next(c for c in school.callers.values() if isinstance(c, Caller) and c.role is not role)
    close = text("UPDATE account SET status = :status WHERE subject = :subject")
    with database.owner_session() as session:
        session.execute(close, {"status": "inactive", "subject": closed.subject})

    for caller in (Caller("nobody", role), Caller("", role), Caller(other.subject, role), closed):
        assert outcome(database, school, caller, rows) == ({}, {})

    with database.owner_session() as session:
        session.execute(close, {"status": "active", "subject": closed.subject})


def test_every_table_of_people_is_in_the_matrix(school: School) -> None:
    signed_or_queued = {"audit_entry", "outbox", "inbox", "idempotency_key"}

    assert set(school.rows) == set(Base.metadata.tables) - signed_or_queued
    assert all(set(rows.values()) == ALL for rows in school.rows.values())
