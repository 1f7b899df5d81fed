"""Queries are tested by the SQL they cost: `make plans` rewrites it, and the diff is reviewed."""

import json
import re
from pathlib import Path

import pytest
from graphql import parse
from graphql.execution.values import get_variable_values

from graphql_api.asked import Asked
from graphql_api.execute import Executor
from graphql_api.planner.documents import Document
from graphql_api.root import make_schema

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
    document = Document.of(parse(text))

    planned = executor._statement(_asked(executor, document, given))

    assert planned is not None
    golden = query.with_suffix(".sql")
    if request.config.getoption("--rewrite-plans", default=False):
        golden.write_text(planned.text + "\n")
    assert planned.text + "\n" == golden.read_text()


def _asked(executor: Executor, document: Document, given: re.Match[str] | None) -> Asked:
    (operation,) = document.operations.values()
    sent = json.loads(given[1]) if given else {}
    coerced = get_variable_values(executor.schema, operation.variable_definitions or (), sent)
    assert not isinstance(coerced, list)
    return Asked.of(document, operation, coerced, sent)


def test_every_plan_is_one_select() -> None:
    for golden in PLANS.glob("*.sql"):
        text = golden.read_text()

        assert text.startswith("SELECT ")
        assert ";" not in text
