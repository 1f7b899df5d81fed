"""Read variables: what a request sent → the values its operation runs with."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from graphql import (
    GraphQLError,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
)
from graphql.execution.get_variable_signature import (
    GraphQLVariableSignature,
    get_variable_signature,
)
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values
from graphql.utilities.coerce_input_value import coerce_default_value

from graphql_api.errors import MOST_ERRORS
from graphql_api.read_inputs import Inputs, Reader, UnfitError, Value, understood
from graphql_api.value_errors import of_variable


class Understood(NamedTuple):
    """The variables of one request."""

    values: VariableValues  # as graphql-core knows them
    shape: Hashable  # what of them decides the statement's shape
    longest: tuple[int, ...]  # items of the longest list in each


@dataclass(frozen=True, slots=True)
class _Variable:
    """A variable that an operation declares."""

    signature: GraphQLVariableSignature
    read: Reader
    default: Value | None
    written: bool  # it says how long a page is, which is written into the statement
    unsent: VariableValueSource

    def value(self, sent: Mapping[str, Any]) -> Value | None:
        """Return what it stands for; None means for nothing, as it was not sent."""
        if self.signature.name in sent:
            return self.read(sent[self.signature.name])
        if self.default is None and isinstance(self.signature.type, GraphQLNonNull):
            raise UnfitError
        return self.default


@dataclass(frozen=True, slots=True)
class VariableReader:
    """Reads the variables of one operation, again and again."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    _variables: tuple[_Variable, ...]

    @classmethod
    def of(
        cls,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        sizes: frozenset[str],
        inputs: Inputs,
    ) -> "VariableReader":
        """Make the reader of a valid operation; `sizes` are the variables that size a page."""
        variables = []
        for definition in operation.variable_definitions or ():
            signature = get_variable_signature(schema, definition)
            assert isinstance(signature, GraphQLVariableSignature)
            default = coerce_default_value(signature)
            variables.append(
                _Variable(
                    signature,
                    inputs.reader(signature.type),
                    None if default is Undefined else understood(default),
                    signature.name in sizes,
                    VariableValueSource(signature),
                )
            )
        return cls(schema, operation, tuple(variables))

    def read(self, sent: Mapping[str, Any]) -> Understood | list[GraphQLError]:
        """Return what the variables are, or what is wrong with them."""
        try:
            return self._read(sent)
        except UnfitError:
            errors = get_variable_values(
                self.schema,
                self.operation.variable_definitions or (),
                dict(sent),
                max_errors=MOST_ERRORS,
                hide_suggestions=True,
            )
        assert isinstance(errors, list)
        return [of_variable(error) for error in errors]

    def _read(self, sent: Mapping[str, Any]) -> Understood:
        values = VariableValues({}, {})
        shape: list[Hashable] = []
        longest: list[int] = []
        for variable in self._variables:
            name, source = variable.signature.name, variable.unsent
            if name in sent:
                source = VariableValueSource(variable.signature, sent[name])
            values.sources[name] = source
            value = variable.value(sent)
            if value is not None:
                values.coerced[name] = value.coerced
                shape.append((name, value.coerced if variable.written else value.shape))
                longest.append(value.longest)
        return Understood(values, tuple(shape), tuple(longest))
