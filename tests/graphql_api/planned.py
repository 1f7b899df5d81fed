"""The statement that answers a document, as the API plans it."""

from typing import Any

from graphql import parse
from graphql.execution.values import get_variable_values

from graphql_api.asked import Asked
from graphql_api.execute import Executor
from graphql_api.planner.documents import Document
from graphql_api.planner.sql import Statement


def planned(executor: Executor, text: str, sent: dict[str, Any]) -> tuple[Statement, Asked]:
    """Return the statement of a document's one operation, and what it is asked with."""
    document = Document.of(parse(text))
    (operation,) = document.operations.values()
    coerced = get_variable_values(executor.schema, operation.variable_definitions or (), sent)
    assert not isinstance(coerced, list)
    asked = Asked.of(document, operation, coerced, sent)
    statement = executor._statement(asked)
    assert isinstance(statement, Statement)
    return statement, asked
