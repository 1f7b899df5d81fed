"""Execute: one request's document and variables → the text of the answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
)

from graphql_api.asked import Asked, name_of
from graphql_api.context import Context
from graphql_api.errors import RequestError, shown
from graphql_api.fallbacks import Fallback, count_fallback
from graphql_api.limits.cost import cost_as_json, cost_of, objects_in, too_costly
from graphql_api.limits.document import HIGHEST_COST
from graphql_api.planner.build import Builder
from graphql_api.planner.documents import DOCUMENTS_KEPT, Document, Recent
from graphql_api.planner.errors import BadArgumentError, IntrospectionError, NotPlannableError
from graphql_api.planner.json_text import IMPOSSIBLE
from graphql_api.planner.known import Known, known_answer
from graphql_api.planner.selection import Selector
from graphql_api.planner.sql import Statement, statement
from graphql_api.profile import PRODUCTION, Profile
from graphql_api.read_document import read_document
from graphql_api.read_inputs import Inputs
from graphql_api.read_variables import Understood, VariableReader
from graphql_api.run_mutation import mutation_plan, run_mutation


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer, and whether the request itself was at fault."""

    body: str
    refused: bool = False  # nothing of it ran
    operation: str = "anonymous"  # its name in the document


@dataclass(slots=True)
class Executor:
    """Answers operations of one schema; keeps what it learned of their documents."""

    schema: GraphQLSchema
    profile: Profile = PRODUCTION
    _documents: Recent[Document] = field(default_factory=lambda: Recent(DOCUMENTS_KEPT))
    _inputs: Inputs = field(default_factory=Inputs)

    def answer(
        self,
        query: str,
        variables: Mapping[str, Any],
        operation_name: str | None,
        context: Context,
        *,
        only_queries: bool = False,
    ) -> Answer:
        """Return the answer to a request.

        Raises:
            RequestError: the operation is not a query where only those are answered.
            psycopg2.Error: the records cannot be reached, or not in time.
        """
        document = self._documents.get(
            query, lambda: read_document(self.schema, query, self.profile)
        )
        if document.errors:
            return _refusal(document.errors, context)
        operation = _operation(document, operation_name)
        if operation is None:
            return _refusal([_unknown_operation(document, operation_name)], context)
        if only_queries and operation.operation is not OperationType.QUERY:
            raise RequestError(405, "METHOD_NOT_ALLOWED", "Send mutations by POST.")
        read = self._reader(document, operation).read(variables)
        if isinstance(read, list):
            return _refusal(read, context)
        cost = self._cost(document, operation, read)
        if cost > HIGHEST_COST:
            coerced = read.values.coerced
            error = too_costly(self.schema, document.fragments, operation, coerced, cost)
            return _refusal([error], context, cost)
        asked = Asked(document, operation, read.values, variables, read.shape)
        return self._run(asked, cost, context)

    def learn(self, text: str) -> None:
        """Read a document before anybody sends it, and plan what needs no variable.

        Raises:
            ValueError: it is not one that can be answered.
        """
        document = self._documents.get(text, lambda: read_document(self.schema, text, self.profile))
        if document.errors:
            raise ValueError(f"A trusted document is refused: {document.errors[0].message}")
        for operation in document.operations.values():
            read = self._reader(document, operation).read({})
            # What a statement looks like may depend on what is sent.
            if operation.operation is OperationType.QUERY and not isinstance(read, list):
                self._plan(Asked(document, operation, read.values, {}, read.shape))

    def _reader(self, document: Document, operation: OperationDefinitionNode) -> VariableReader:
        name = name_of(operation)
        if name not in document.readers:
            document.readers[name] = VariableReader.of(
                self.schema, operation, document.sizes, self._inputs
            )
        reader: VariableReader = document.readers[name]
        return reader

    def _cost(
        self, document: Document, operation: OperationDefinitionNode, read: Understood
    ) -> int:
        coerced = read.values.coerced
        sizes = tuple(coerced.get(size) for size in sorted(document.sizes))
        return document.costs.get(
            (name_of(operation), sizes, read.longest),
            lambda: cost_of(self.schema, document.fragments, operation, coerced),
        )

    def _run(self, asked: Asked, cost: int, context: Context) -> Answer:
        context.keep = asked.keep
        answer = self._read_or_do(asked, context)
        return Answer(_body(answer, cost, context), operation=asked.name)

    def _read_or_do(self, asked: Asked, context: Context) -> str | ExecutionResult:
        """Return the text of an operation's data or, from graphql-core, what came of it."""
        planned = self._plan(asked)
        if asked.operation.operation is OperationType.MUTATION:
            return run_mutation(self.schema, asked, planned, context)
        data = _read(planned, asked.variables, context)
        if isinstance(data, str):
            return data
        count_fallback(data, asked.name)
        return asked.resolve(self.schema, context)

    def _plan(self, asked: Asked) -> Any:
        """Return what answers an operation, made once for all of its shape."""
        if asked.operation.operation is OperationType.MUTATION:
            return asked.keep(None, lambda: mutation_plan(self.schema, asked))
        return asked.keep(None, lambda: self._statement(asked))

    def _statement(self, asked: Asked) -> Statement | Known | Fallback:
        """Return what answers a query: a statement, unless the answer is known."""
        assert self.schema.query_type is not None
        builder = Builder(Selector(self.schema, asked.document.fragments, asked.variables))
        try:
            planned = builder.operation(self.schema.query_type, [asked.operation.selection_set])
            return known_answer(planned) or statement(planned)
        except IntrospectionError:
            return Fallback.INTROSPECTION
        except NotPlannableError:
            return Fallback.PYTHON
        except BadArgumentError:
            return Fallback.BAD_ARGUMENT


def _read(
    planned: Statement | Known | Fallback, variables: Mapping[str, Any], context: Context
) -> str | Fallback:
    if isinstance(planned, Fallback):
        return planned
    try:
        data = context.read(planned, variables)
    except BadArgumentError:
        return Fallback.BAD_ARGUMENT  # graphql-core says which field it was
    return Fallback.IMPOSSIBLE_NULL if IMPOSSIBLE in data else data


def _body(answer: str | ExecutionResult, cost: int, context: Context) -> str:
    if isinstance(answer, str):
        data, errors = answer, ""
    else:
        data, errors = _compact(answer.data), ""
        if answer.errors:
            errors = f',"errors":{_compact(shown(answer.errors, context.request_id))}'
    return f'{{"data":{data}{errors},"extensions":{cost_as_json(cost, objects_in(data))}}}'


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _refusal(errors: list[GraphQLError], context: Context, cost: int | None = None) -> Answer:
    body = _compact(shown(errors, context.request_id))
    extensions = "" if cost is None else f',"extensions":{cost_as_json(cost, None)}'
    return Answer(f'{{"errors":{body}{extensions}}}', refused=True)


def _operation(document: Document, name: str | None) -> OperationDefinitionNode | None:
    """Return the operation that is meant; None if there is none, or several and no name."""
    if name is None and len(document.operations) == 1:
        return next(iter(document.operations.values()))
    return document.operations.get(name or "")


def _unknown_operation(document: Document, name: str | None) -> GraphQLError:
    known = ", ".join(sorted(filter(None, document.operations))) or "none"
    if name is None:
        message = f"Say which operation to run, by `operationName`: {known}."
    else:
        message = f"The document has no operation of this name; it has: {known}."
    return GraphQLError(message, extensions={"code": "BAD_REQUEST"})
