"""Each role sees its own rows, and no others."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from schema.access.caller import Caller, become
from schema.access.roles import Role
from schema.models import Base
from tests.conftest import Database
from tests.schema.school import School
from tests.schema.visible import ALL, NOBODY, TABLES, VISIBLE

SEE_EVERYTHING = {"admin", "auditor", "worker"}


def visible(
    database: Database, school: School, caller: Caller | dict[str, str], table: str
) -> set[str]:
    """Return whose rows a caller sees; a row of no one of ours is `?`."""
    [key] = Base.metadata.tables[table].primary_key.columns.keys()
    with database.connect_as(caller) as connection:
        keys = connection.scalars(text(f"SELECT {key} FROM {table}")).all()  # noqa: S608
    return {school.rows[table].get(key, "?") for key in keys}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", VISIBLE)
def test_a_caller_sees_the_rows_of_their_role(
    database: Database, school: School, who: str, table: str
) -> None:
    seen = visible(database, school, school.callers[who], table)

    everything = who in SEE_EVERYTHING or table in ("section", "line_item")
    assert seen - ({"?"} if everything else set()) == VISIBLE[who][table]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("role", Role)
def test_without_an_account_in_force_nothing_is_seen(
    database: Database, school: School, role: Role, table: str
) -> None:
    unknown = Caller("nobody", role)
    anonymous = Caller("", role)
    # The same person's token, naming a role that the account is not for.
    elsewhere = next(
        caller
        for caller in school.callers.values()
        if isinstance(caller, Caller) and caller.role is not role
    )
    mistaken = Caller(elsewhere.subject, role)

    for caller in (unknown, anonymous, mistaken):
        assert visible(database, school, caller, table) == NOBODY


def test_a_closed_account_sees_nothing(database: Database, school: School) -> None:
    teacher = school.caller("teacher of cid")
    assert visible(database, school, teacher, "student") == {"cid"}

    with database.owner_session() as session:
        session.execute(
            text("UPDATE account SET status = 'inactive' WHERE subject = :subject"),
            {"subject": teacher.subject},
        )

    assert visible(database, school, teacher, "student") == NOBODY


def test_who_teaches_a_section_no_more_sees_its_students_no_more(
    database: Database, school: School
) -> None:
    teacher = school.caller("teacher of ben")
    assert visible(database, school, teacher, "student") == {"ben"}

    with database.owner_session() as session:
        left = text(
            "UPDATE section_staff SET status = 'inactive' WHERE staff_id ="
            " (SELECT staff_id FROM account WHERE subject = :subject)"
        )
        assert session.execute(left, {"subject": teacher.subject}).rowcount == 1

    for table in ("student", "enrollment", "result"):
        assert visible(database, school, teacher, table) == NOBODY


@pytest.mark.parametrize("table", ["student", "enrollment", "result", "import_job", "report_job"])
def test_the_worker_sees_what_its_own_work_needs(
    database: Database, school: School, table: str
) -> None:
    seen = visible(database, school, school.callers["worker"], table)

    assert seen - {"?"} == ALL


@pytest.mark.parametrize(
    ("caller", "seen"),
    [
        ("student ann", NOBODY),
        ("guardian of ann", NOBODY),
        ("teacher of ann", {"ann"}),
        ("registrar of north", {"ann"}),
    ],
)
def test_a_grade_that_is_not_posted_yet_is_no_students(
    database: Database, school: School, caller: str, seen: set[str]
) -> None:
    drafts = "UPDATE result SET posted_at = NULL WHERE student_id = :ann RETURNING id"
    with database.owner_session() as session:
        ann = session.scalar(
            text("SELECT student_id FROM account WHERE subject = :ann"),
            {"ann": school.caller("student ann").subject},
        )
        session.execute(text("SELECT set_config('app.reason', 'A test', true)"))
        assert session.execute(text(drafts), {"ann": ann}).rowcount == 1

    assert visible(database, school, school.caller(caller), "result") & {"ann"} == seen


@pytest.mark.parametrize("table", ["org", "hold", "guardianship"])
def test_the_worker_sees_of_the_school_only_what_it_takes_back(
    database: Database, school: School, table: str
) -> None:
    with database.connect_as(school.callers["worker"]) as worker:
        assert worker.execute(text(f"SELECT FROM {table}")).rowcount == 0


@pytest.mark.parametrize("table", ["audit_entry", "course_prerequisite"])
def test_the_worker_sees_no_more(database: Database, school: School, table: str) -> None:
    with (
        database.connect_as(school.callers["worker"]) as worker,
        pytest.raises(ProgrammingError, match=f"permission denied for table {table}"),
    ):
        worker.execute(text(f"SELECT FROM {table}"))


def test_a_pooled_connection_forgets_its_caller(database: Database, school: School) -> None:
    with database.batch_engine.connect() as connection:
        with connection.begin():
            become(connection, school.caller("student ann"))
        with connection.begin():
            context = connection.execute(
                text("SELECT current_user, current_setting('app.subject', true)")
            ).one()

    assert tuple(context) == ("batch_service", "")
