"""The worker takes back what an import has written that is being undone, and nothing else."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from schema.access.caller import WORKER
from schema.access.policies import UNDOABLE, WITH_RECORD
from schema.models import ImportAction, ImportChange, ImportJob, ImportState
from tests.conftest import Database
from tests.schema.school import School

UPDATE, CREATE = ImportAction.UPDATE, ImportAction.CREATE
PARTS = [(table, part, key) for table, parts in WITH_RECORD.items() for part, key in parts.items()]
TABLES = sorted(UNDOABLE)


@pytest.fixture
def write(database: Database, school: School) -> Any:
    """Say that an import has written Ann's record; `off` is how far off the undo's chunk is."""

    def written(
        table: str,
        action: ImportAction,
        state: ImportState = ImportState.UNDOING,
        off: int = 0,
    ) -> None:
        with database.owner_session() as session:
            job = session.get_one(ImportJob, school.key("import_job", "ann"))
            of_ann = {"entity": table, "entity_id": school.key(table, "ann")}
            change = ImportChange(import_job=job, action=action, **of_ann)
            session.add(change)
            session.flush()
            job.state = state
            job.undo_lowest = job.undo_highest = change.id + off

    return written


def reaches(database: Database, command: str, table: str, key: int, column: str = "id") -> bool:
    """Say whether the worker's command finds a row; that others refer to it is another matter."""
    with database.connect_as(dict(WORKER)) as connection:
        try:
            done = connection.execute(text(f"{command} WHERE {table}.{column} = {key}"))
        except IntegrityError:
            connection.rollback()
            return True
        found = done.rowcount == 1
        connection.rollback()
    return found


def touched(database: Database, school: School, table: str) -> tuple[set[str], set[str]]:
    """Return whose records of a table the worker changes, and whose it removes."""
    people = ("ann", "ben", "cid")
    change, remove = f"UPDATE {table} SET version = version + 1", f"DELETE FROM {table}"  # noqa: S608
    keys = {name: school.key(table, name) for name in people}
    return (
        {name for name in people if reaches(database, change, table, keys[name])},
        {name for name in people if reaches(database, remove, table, keys[name])},
    )


@pytest.mark.parametrize("table", TABLES)
def test_the_worker_changes_and_removes_what_a_chunk_of_an_undo_is_about(
    database: Database, school: School, write: Any, table: str
) -> None:
    assert touched(database, school, table) == (set(), set())

    write(table, CREATE)
    assert touched(database, school, table) == ({"ann"}, {"ann"})

    write(table, UPDATE)
    assert touched(database, school, table) == ({"ann"}, set())


@pytest.mark.parametrize("state", sorted(set(ImportState) - {ImportState.UNDOING}))
def test_an_import_in_any_other_state_opens_nothing(
    database: Database, school: School, write: Any, state: ImportState
) -> None:
    write("student", CREATE, state)

    assert touched(database, school, "student") == (set(), set())


@pytest.mark.parametrize("off", [-1000, 1000])
def test_other_chunks_of_an_undo_open_nothing(
    database: Database, school: School, write: Any, off: int
) -> None:
    write("student", CREATE, off=off)

    assert touched(database, school, "student") == (set(), set())


@pytest.mark.parametrize(("table", "part", "key"), PARTS)
def test_what_goes_with_a_record_goes_with_no_other(
    database: Database, school: School, write: Any, table: str, part: str, key: str
) -> None:
    def removed() -> set[str]:
        command = f"DELETE FROM {part}"  # noqa: S608
        people = ("ann", "ben", "cid")
        keys = {name: school.key(table, name) for name in people}
        return {n for n in people if reaches(database, command, part, keys[n], key)}

    assert removed() == set()

    write(table, CREATE)
    assert removed() == {"ann"}

    write(table, UPDATE)
    assert removed() == set()


def test_seats_and_keys_are_nobodys_to_write(database: Database, write: Any) -> None:
    write("section", UPDATE)

    for column in ("seats_taken", "id", "created_at"):
        with (
            database.connect_as(dict(WORKER)) as worker,
            pytest.raises(Exception, match="permission denied for table section"),
        ):
            worker.execute(text(f"UPDATE section SET {column} = {column}"))  # noqa: S608
