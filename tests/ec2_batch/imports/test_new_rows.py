"""Rows that are all new are inserted at once; one that is not sends its block the longer way."""

import re

import pytest
from psycopg2 import sql
from sqlalchemy import Engine, text

from ec2_batch.imports.format import Format, Steps
from ec2_batch.imports.formats import FORMATS
from ec2_batch.imports.formats.students import STUDENTS
from ec2_batch.imports.merge.plan_rows import plan_statement
from ec2_batch.imports.rows.stage import create_tables
from ec2_batch.transaction import connect, transaction
from schema.models import Org
from tests.conftest import Database
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.read import layout_of
from tests.ec2_batch.imports.test_import_students import heavy, many
from tests.factories import make_student, word

UNIQUE = text("""
SELECT pg_get_indexdef(indexrelid) FROM pg_index
WHERE indisunique AND indpred IS NULL AND indrelid = CAST(:table AS regclass)
""")
# Of each, a row is one record: only these are inserted before anybody has looked.
ONE_RECORD_EACH = [kind for kind in FORMATS.values() if not kind.repeats and kind.steps == Steps()]


@pytest.mark.parametrize("kind", ONE_RECORD_EACH, ids=lambda kind: kind.name)
def test_no_second_record_can_have_a_key(database: Database, kind: Format) -> None:
    entity = kind.entity
    with database.owner_engine.connect() as connection:
        indexes = connection.scalars(UNIQUE, {"table": entity.name}).all()

    unique = [set(re.findall(r"\w+", index.split(" USING ")[1])) for index in indexes]
    for key in entity.keys.values():
        columns = set(re.findall(r"known\.(\w+)", key))
        assert any(columns <= index <= columns | {"btree", "lower"} for index in unique), key


def test_a_record_made_by_hand_is_found(school: School) -> None:
    prefix = word("S")
    with school.database.owner_session() as session:
        known = make_student(
            session, session.get(Org, school.org_id), student_number=f"{prefix}5"
        ).id

    job = school.run(many(10, prefix))

    assert (job["rows_created"], job["rows_updated"], job["rows_rejected"]) == (9, 1, 0)
    [found] = school.rows(f"SELECT * FROM student WHERE id = {known} AND org_id = :org")  # noqa: S608
    assert found["given_name"] == "Given5"


def test_one_known_row_leaves_the_other_blocks_as_they_are(school: School) -> None:
    prefix = word("S")
    with school.database.owner_session() as session:
        make_student(session, session.get(Org, school.org_id), student_number=f"{prefix}3000")

    job = school.run(heavy(many(6_000, prefix, bad=range(10, 20))))

    assert (job["rows_created"], job["rows_updated"], job["rows_rejected"]) == (5_989, 1, 10)
    [changes] = school.rows(
        "SELECT sum(cardinality(entity_ids)) AS made FROM import_change JOIN import_job"
        " ON import_job.id = import_job_id WHERE action = 'create' AND org_id = :org"
    )
    assert changes["made"] == 5_989


def test_a_row_of_another_schools_student_is_refused_alone(school: School) -> None:
    prefix = word("S")
    with school.database.owner_session() as session:
        make_student(session, student_number=f"{prefix}3")

    job = school.run(many(10, prefix))

    assert (job["rows_created"], job["rows_rejected"]) == (9, 1)
    assert [issue["code"] for issue in school.issues(job["id"])] == ["STUDENT_NUMBER_TAKEN"]


def test_a_few_rows_are_planned_without_reading_all_records(school: School, engine: Engine) -> None:
    layout = layout_of(many(1, "S").encode())
    explain = sql.SQL("EXPLAIN {}").format(plan_statement(layout))
    with connect(engine) as connection, transaction(connection, school.operator) as cursor:
        create_tables(cursor, STUDENTS)
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(explain, {"first": 0, "last": 10})
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "Index Cond: (id = CASE" in plan
