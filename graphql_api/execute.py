"""Execute: one request's document and variables → the text of the answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    execute,
    parse,
    specified_rules,
    validate,
)
from graphql.execution.values import get_variable_values

from graphql_api.context import Context
from graphql_api.errors import MOST_ERRORS, cut_short, shown
from graphql_api.limits import HIGHEST_COST, LONGEST_DOCUMENT, MOST_TOKENS, Scale, TooMuchError
from graphql_api.planner.build import Builder
from graphql_api.planner.documents import DOCUMENTS_KEPT, Document, Recent, signature
from graphql_api.planner.errors import BadArgumentError, NotPlannableError
from graphql_api.planner.json_text import IMPOSSIBLE
from graphql_api.planner.selection import Selector
from graphql_api.planner.sql import Statement, known_answer, statement
from graphql_api.variable_errors import without_value


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer, and whether the request itself was at fault."""

    body: str
    refused: bool = False  # nothing of it ran


@dataclass(slots=True)
class Executor:
    """Answers operations of one schema; keeps what it learned of their documents."""

    schema: GraphQLSchema
    introspection: bool = False
    _documents: Recent[Document] = field(default_factory=lambda: Recent(DOCUMENTS_KEPT))

    def answer(
        self,
        query: str,
        variables: Mapping[str, Any],
        operation_name: str | None,
        context: Context,
    ) -> Answer:
        """Return the answer to a request.

        Raises:
            psycopg2.Error: the records cannot be reached, or not in time.
        """
        document = self._documents.get(query, lambda: self._read(query))
        if document.errors:
            return _refusal(document.errors, context)
        operation = document.operations.get(operation_name or "")
        if operation is None and operation_name is None and len(document.operations) == 1:
            operation = next(iter(document.operations.values()))
        if operation is None:
            return _refusal([_unknown_operation(document, operation_name)], context)
        given = get_variable_values(
            self.schema,
            operation.variable_definitions or (),
            dict(variables),
            max_errors=MOST_ERRORS,
            hide_suggestions=not self.introspection,
        )
        if isinstance(given, list):
            return _refusal([without_value(error) for error in given], context)
        name = operation.name.value if operation.name else ""
        shape = (name, signature(document, given.coerced))
        scale = Scale(self.schema, document.fragments, given.coerced)
        try:
            cost = document.costs.get(shape, lambda: scale.operation(operation))
        except TooMuchError as error:
            return _refusal([error], context)
        context.keep = lambda place, make: document.plans.get((shape, place), make)
        return self._run(document, operation, given.coerced, variables, cost, context)

    def _read(self, query: str) -> Document:
        if len(query.encode()) > LONGEST_DOCUMENT:
            message = f"The document is over {LONGEST_DOCUMENT} bytes. Send several requests."
            return Document(None, [TooMuchError(message)])
        try:
            node = parse(query, max_tokens=MOST_TOKENS, allow_empty_selection_sets=False)
        except GraphQLError as error:
            return Document(None, [error])
        except RecursionError:
            return Document(None, [TooMuchError("The document is nested too deeply.")])
        rules = list(specified_rules)
        if not self.introspection:
            rules.append(NoSchemaIntrospectionCustomRule)
        errors = validate(
            self.schema,
            node,
            rules,
            max_errors=MOST_ERRORS,
            hide_suggestions=not self.introspection,
        )
        return Document(None, errors) if errors else Document.of(node)

    def _run(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        coerced: Mapping[str, Any],
        variables: Mapping[str, Any],
        cost: int,
        context: Context,
    ) -> Answer:
        if operation.operation is OperationType.QUERY:
            planned = context.keep(None, lambda: self._statement(document, operation, coerced))
            if planned is not None:
                data = _read(planned, coerced, context)
                if IMPOSSIBLE not in data:
                    return Answer(f'{{"data":{data},"extensions":{_cost(cost)}}}')
        return self._resolve(document, operation, variables, cost, context)

    def _statement(
        self, document: Document, operation: OperationDefinitionNode, coerced: Mapping[str, Any]
    ) -> Statement | str | None:
        """Return what answers an operation: a statement or, of what is known, the answer."""
        assert self.schema.query_type is not None
        builder = Builder(Selector(self.schema, document.fragments, coerced))
        try:
            planned = builder.operation(self.schema.query_type, [operation.selection_set])
            return known_answer(planned) or statement(planned)
        except (NotPlannableError, BadArgumentError):
            return None

    def _resolve(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        cost: int,
        context: Context,
    ) -> Answer:
        """Answer by graphql-core, in one transaction if it is a mutation."""
        assert document.node is not None
        arguments: dict[str, Any] = {
            "context_value": context,
            "variable_values": dict(variables),
            "operation_name": operation.name.value if operation.name else None,
        }
        if operation.operation is OperationType.MUTATION:
            with context.database.transaction(context.caller) as session:
                context.session = session
                result: Any = execute(self.schema, document.node, **arguments)
                if not result.errors:
                    session.commit()
                elif lost := cut_short(result.errors):
                    raise lost
        else:
            result = execute(self.schema, document.node, **arguments)
        body: dict[str, Any] = {"data": result.data, "extensions": json.loads(_cost(cost))}
        if result.errors:
            body["errors"] = shown(result.errors, context.request_id)
        return Answer(json.dumps(body, separators=(",", ":"), ensure_ascii=False))


def _read(planned: Statement | str, variables: Mapping[str, Any], context: Context) -> str:
    if isinstance(planned, str):
        return planned
    try:
        return context.read(planned, variables)
    except BadArgumentError:
        return IMPOSSIBLE  # graphql-core says which field it was


def _cost(cost: int) -> str:
    return f'{{"cost":{{"requestedQueryCost":{cost},"maximumQueryCost":{HIGHEST_COST}}}}}'


def _refusal(errors: list[GraphQLError], context: Context) -> Answer:
    body = {"errors": shown(errors, context.request_id)}
    return Answer(json.dumps(body, separators=(",", ":"), ensure_ascii=False), refused=True)


def _unknown_operation(document: Document, name: str | None) -> GraphQLError:
    known = ", ".join(sorted(filter(None, document.operations)))
    if name is None:
        return GraphQLError(f"Say which operation to run, by `operationName`: {known}.")
    return GraphQLError(f"The document has no operation of this name; it has: {known or 'none'}.")
