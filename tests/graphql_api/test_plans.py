"""Queries are tested by the SQL they cost: `make plans` rewrites it, and the diff is reviewed."""

import json
import re
from pathlib import Path

import pytest

from graphql_api.execute import Executor
from graphql_api.root import make_schema
from tests.graphql_api.planned import planned

PLANS = Path(__file__).parent / "plans"


@pytest.fixture(scope="module")
def executor() -> Executor:
    return Executor(make_schema()._schema)


@pytest.mark.parametrize("query", sorted(PLANS.glob("*.graphql")), ids=lambda path: path.stem)
def test_a_query_costs_the_sql_that_was_reviewed(
    query: Path, executor: Executor, request: pytest.FixtureRequest
) -> None:
    text = query.read_text()
    given = re.match(r"# variables: (.*)", text)

    statement, _ = planned(executor, text, json.loads(given[1]) if given else {})

    golden = query.with_suffix(".sql")
    if request.config.getoption("--rewrite-plans", default=False):
        golden.write_text(statement.text + "\n")
    assert statement.text + "\n" == golden.read_text()


def test_every_plan_is_one_select() -> None:
    for golden in PLANS.glob("*.sql"):
        text = golden.read_text()

        assert text.startswith("SELECT ")
        assert ";" not in text
