"""What the planner refuses, and what it leaves to graphql-core."""

from graphql import GraphQLError


class NotPlannableError(Exception):
    """The operation holds something that only Python can answer."""


class IntrospectionError(NotPlannableError):
    """The operation asks for the schema, which no table holds."""


class BadArgumentError(GraphQLError):
    """An argument that is valid GraphQL and still asks for the impossible."""

    def __init__(self, message: str) -> None:
        super().__init__(message, extensions={"code": "BAD_USER_INPUT"})
