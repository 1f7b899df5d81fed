"""The statement that answers a document, as the API plans it."""

from typing import Any

from graphql import parse

from graphql_api.asked import Asked
from graphql_api.execute import Executor
from graphql_api.planner.documents import Document
from graphql_api.planner.sql import Statement
from graphql_api.read_inputs import Inputs
from graphql_api.read_variables import VariableReader


def planned(executor: Executor, text: str, sent: dict[str, Any]) -> tuple[Statement, Asked]:
    """Return the statement of a document's one operation, and what it is asked with."""
    document = Document.of(parse(text))
    (operation,) = document.operations.values()
    read = VariableReader.of(executor.schema, operation, document.sizes, Inputs()).read(sent)
    assert not isinstance(read, list)
    asked = Asked(document, operation, read.values, sent, read.shape)
    statement = executor._statement(asked)
    assert isinstance(statement, Statement)
    return statement, asked
