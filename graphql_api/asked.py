"""What was asked: one operation of a document, and the values it was sent with."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import ExecutionResult, GraphQLSchema, OperationDefinitionNode, execute
from graphql.execution.values import VariableValues

from graphql_api.context import Context
from graphql_api.planner.documents import Document


@dataclass(frozen=True, slots=True)
class Asked:
    """One operation, with its variables as they came and as they are understood."""

    document: Document
    operation: OperationDefinitionNode
    given: VariableValues
    sent: Mapping[str, Any]
    shape: Hashable  # of the variables, as far as it decides what the statement looks like

    @property
    def name(self) -> str:
        return name_of(self.operation)

    @property
    def variables(self) -> Mapping[str, Any]:
        return self.given.coerced

    def keep(self, place: Hashable, make: Callable[[], Any]) -> Any:
        """Return what was made for a place of operations of this shape, or what is made now."""
        return self.document.plans.get((self.name, self.shape, place), make)

    def resolve(self, schema: GraphQLSchema, context: Context, root: Any = None) -> ExecutionResult:
        """Answer by graphql-core."""
        assert self.document.node is not None
        return execute(  # type: ignore[return-value]  # nothing here is awaited
            schema,
            self.document.node,
            root_value=root,
            context_value=context,
            variable_values=dict(self.sent),
            operation_name=self.operation.name.value if self.operation.name else None,
        )


def name_of(operation: OperationDefinitionNode) -> str:
    """Return an operation's name, as the log and its plans are told."""
    return operation.name.value if operation.name else "anonymous"
