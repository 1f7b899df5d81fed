"""Policies cost one look at the account, then an index: their plans say so."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from schema.access.caller import Caller, become
from schema.access.roles import Role
from tests.conftest import Database
from tests.schema.school import School

Node = dict[str, Any]

# Which index answers for whom, when the table is large.
INDEXED = [
    ("student ann", "student", "student_pkey"),
    ("guardian of ann", "student", "student_pkey"),
    ("teacher of ann", "student", "student_pkey"),
    ("registrar of north", "student", "student_org_id_idx"),
    ("student ann", "enrollment", "enrollment_student_id_idx"),
    ("guardian of ann", "enrollment", "enrollment_student_id_idx"),
    ("teacher of ann", "enrollment", "enrollment_section_id_state_waitlisted_at_idx"),
    ("registrar of north", "enrollment", "enrollment_org_id_idx"),
    ("student ann", "result", "result_student_id_idx"),
    ("guardian of ann", "result", "result_student_id_idx"),
    ("student ann", "hold", "hold_student_id_idx"),
    ("student ann", "student_standing", "student_standing_pkey"),
]


def test_no_policy_asks_about_the_caller_for_each_row(database: Database) -> None:
    conditions = text("SELECT policyname, concat(qual, ' ', with_check) FROM pg_policies")
    with database.owner_engine.connect() as connection:
        found = connection.execute(conditions).all()

    # What stands in a sub-query of its own is asked once.
    once = re.compile(r"\( ?SELECT (app\.\w+\(\)|CURRENT_SETTING\('role'::text\))", re.IGNORECASE)
    left = {name: once.sub("", condition) for name, condition in found}
    assert len(left) > 20
    assert [
        name for name, each in left.items() if re.search(r"app\.|current_setting\(", each, re.I)
    ] == []


def plan(database: Database, caller: Any, table: str, where: str = "") -> list[Node]:
    """Return the nodes of a plan, as it would be for a large table."""
    with database.connect_as(caller) as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        explained = connection.scalar(text(f"EXPLAIN (FORMAT JSON) TABLE {table} {where}"))
    found = json.loads(explained) if isinstance(explained, str) else explained
    return list(nodes(found[0]["Plan"]))


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.get("Plans", []):
        yield from nodes(child)


@pytest.mark.parametrize(("who", "table", "index"), INDEXED)
def test_a_role_with_few_rows_reads_them_by_index(
    database: Database, school: School, who: str, table: str, index: str
) -> None:
    found = plan(database, school.callers[who], table)

    used = [node for node in found if node.get("Index Name") == index]
    assert [node["Index Cond"] for node in used if "Index Cond" in node]
    assert {node.get("Parent Relationship") for node in found} >= {"InitPlan"}
    # A sub-plan would be run for each row.
    assert not [node for node in found if node.get("Parent Relationship") == "SubPlan"]


@pytest.mark.parametrize("table", ["student", "enrollment", "result", "section", "line_item"])
@pytest.mark.parametrize("who", ["admin", "auditor"])
def test_a_role_that_sees_all_is_looked_up_once_and_not_for_each_row(
    database: Database, school: School, who: str, table: str
) -> None:
    found = plan(database, school.callers[who], table)

    assert [node.get("Parent Relationship") for node in found] == [None, "InitPlan"]


def test_asking_again_in_a_transaction_is_answered_for_who_asks(
    database: Database, school: School
) -> None:
    ask = text("SELECT app.account_id(), app.org_ids()")
    answers = {}
    for who in ("registrar of north", "registrar of the district", "admin"):
        with database.connect_as(school.callers[who]) as connection:
            answers[who] = connection.execute(ask).one()

    with database.batch_engine.begin() as connection:
        for who in [*answers, *reversed(answers)]:
            become(connection, school.caller(who))
            assert connection.execute(ask).one() == answers[who]
        become(connection, Caller("", Role.ADMIN))
        assert tuple(connection.execute(ask).one()) == (None, [])

    assert len(set(map(str, answers.values()))) == len(answers)
