"""Each query that one statement does not answer is counted, and no other is."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from typing import Any

import pytest
from sqlalchemy import text

from runtime import log
from tests.conftest import Database
from tests.graphql_api.conftest import Api

Counted = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def counted(api: Api, explorer: Api) -> Iterator[Counted]:
    """Return the metrics that the function has logged in this test, though it logs little."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    with redirect_stdout(io.StringIO()) as written:
        log.configure("warning")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:], root.level = handlers, level


def test_a_query_that_python_answers_is_counted(api: Api, counted: Counted) -> None:
    answer = api("query Health { systemHealth { status } }", **{"X-Request-Id": "r-1"})

    [line] = counted()
    assert answer.data["systemHealth"]["status"] == "UP"
    assert line["service"] == "graphql-api"
    assert line["Fallbacks"] == 1
    assert (line["operation"], line["reason"]) == ("Health", "python")
    assert line["request_id"] == "r-1"
    [definition] = line["_aws"]["CloudWatchMetrics"]
    assert definition == {
        "Namespace": "StudentCloud",
        "Dimensions": [["service"]],
        "Metrics": [{"Name": "Fallbacks", "Unit": "Count"}],
    }
    assert line["_aws"]["Timestamp"] > 1_600_000_000_000  # milliseconds, not seconds


def test_it_is_counted_each_time(api: Api, counted: Counted) -> None:
    for _ in range(3):
        api("{ systemHealth { status } }")

    assert [line["operation"] for line in counted()] == ["anonymous"] * 3


@pytest.mark.parametrize(
    "query",
    ["{ students(first: 0) { nodes { id } } }", '{ students(after: "no") { nodes { id } } }'],
)
def test_an_argument_that_cannot_be_is_counted_apart(
    api: Api, counted: Counted, query: str
) -> None:
    answer = api(query)

    assert answer.code == "BAD_USER_INPUT"
    assert [line["reason"] for line in counted()] == ["bad_argument"]


def test_a_null_that_cannot_be_is_counted_apart(
    api: Api, counted: Counted, database: Database
) -> None:
    with database.owner_session() as session:
        session.execute(text("ALTER POLICY select_account ON org USING (false)"))

    api("query Schools { students(first: 1) { nodes { org { name } } } }")

    with database.owner_session() as session:
        visible = "USING ((SELECT app.account_id()) IS NOT NULL)"
        session.execute(text(f"ALTER POLICY select_account ON org {visible}"))
    assert [line["reason"] for line in counted() if "Fallbacks" in line] == ["impossible_null"]


def test_what_one_statement_answers_is_not_counted(api: Api, counted: Counted) -> None:
    api("{ students(first: 1) { nodes { id } } __typename }")
    api('mutation { drop(input: {enrollmentId: "x"}) { userErrors { code } } }')
    api("{ studentCount(nothing: 1) }")

    assert counted() == []


def test_who_asks_for_the_schema_is_not_counted(explorer: Api, counted: Counted) -> None:
    explorer("{ __schema { queryType { name } } studentCount }")

    assert counted() == []
