"""Seeding: safe to run again, and to grow."""

from io import StringIO

import psycopg2
import pytest
from psycopg2.extensions import cursor as Cursor
from sqlalchemy import select

from schema.access.roles import Role
from schema.demo import STUDENTS, seed
from schema.models import Base, Org, Student
from tests.conftest import Database

Dump = dict[str, list[str]]  # by table


def dump(url: str) -> Dump:
    """Return every row of every table, with keys and moments of writing."""
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE student_cloud_owner")
            return {table: rows(cursor, table) for table in Base.metadata.tables}
    finally:
        connection.close()


def rows(cursor: Cursor, table: str) -> list[str]:
    written = StringIO()
    cursor.copy_expert(f"COPY (TABLE {table}) TO STDOUT", written)
    return sorted(written.getvalue().splitlines())


@pytest.fixture(scope="module")
def small(database: Database) -> Dump:
    """What is in the database after the smallest size."""
    seed(database.owner_url, "S")
    return dump(database.owner_url)


def test_a_second_run_changes_nothing(database: Database, small: Dump) -> None:
    seed(database.owner_url, "S")

    assert dump(database.owner_url) == small


def test_a_new_subject_takes_over_the_account(database: Database, small: Dump) -> None:
    seed(database.owner_url, "S", {Role.ADMIN: "first", Role.GUARDIAN: "parent"})
    seed(database.owner_url, "S", {Role.ADMIN: "second"})

    accounts = dump(database.owner_url)["account"]

    assert len(accounts) == len(small["account"]) == len(Role)
    assert [row for row in accounts if "\tsecond\tadmin\t" in row]
    assert [row for row in accounts if "\tparent\tguardian\t" in row]
    assert not [row for row in accounts if "\tfirst\t" in row]


def test_a_run_that_breaks_off_leaves_nothing_behind(database: Database, small: Dump) -> None:
    number_of_another = f"S{100_000 + STUDENTS['M']}"
    with database.owner_session() as session:
        school = session.scalars(select(Org).filter_by(sourced_id="org-school-1")).one()
        session.add(Student(org=school, given_name="Ada", student_number=number_of_another))
    before = dump(database.owner_url)

    with pytest.raises(psycopg2.errors.UniqueViolation):
        seed(database.owner_url, "M")

    assert dump(database.owner_url) == before
    with database.owner_session() as session:
        ada = session.scalars(select(Student).filter_by(student_number=number_of_another)).one()
        ada.student_number = "ada"


def test_a_larger_size_only_adds_and_a_smaller_one_does_nothing(
    database: Database, small: Dump
) -> None:
    before = dump(database.owner_url)

    seed(database.owner_url, "M")
    grown = dump(database.owner_url)
    seed(database.owner_url, "S")

    assert len(grown["student"]) == len(before["student"]) - STUDENTS["S"] + STUDENTS["M"]
    assert all(set(before[table]) <= set(grown[table]) for table in grown)
    assert dump(database.owner_url) == grown
