"""Read a document: a client's text → what can be planned, or why it is refused."""

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    NoSchemaIntrospectionCustomRule,
    parse,
    specified_rules,
    validate,
)

from graphql_api.errors import MOST_ERRORS
from graphql_api.limits.document import LONGEST_DOCUMENT, MOST_TOKENS, TooMuchError, too_much
from graphql_api.limits.inputs import check_literals
from graphql_api.planner.documents import Document
from graphql_api.profile import Profile
from graphql_api.value_errors import of_syntax, without_values

_RULES = without_values(specified_rules)


def read_document(schema: GraphQLSchema, text: str, profile: Profile) -> Document:
    """Return a document that is valid and within the limits, or one that says what is wrong."""
    try:
        return _read(schema, text, profile)
    except GraphQLError as error:
        return Document(None, [error])
    except RecursionError:
        return Document(None, [TooMuchError("The document is nested too deeply.")])


def _read(schema: GraphQLSchema, text: str, profile: Profile) -> Document:
    if len(text.encode()) > LONGEST_DOCUMENT:
        message = f"The document is over {LONGEST_DOCUMENT} bytes. Send several requests."
        raise TooMuchError(message)
    node = _parse(text)
    check_literals(node)
    excess = too_much(schema, node, profile.most_operations)
    if excess is not None:
        raise excess
    rules = list(_RULES) if profile.introspection else [*_RULES, NoSchemaIntrospectionCustomRule]
    errors = validate(
        schema, node, rules, max_errors=MOST_ERRORS, hide_suggestions=not profile.suggestions
    )
    if errors:
        return Document(None, [_explained(error) for error in errors])
    return Document.of(node)


def _parse(text: str) -> DocumentNode:
    try:
        return parse(text, max_tokens=MOST_TOKENS, allow_empty_selection_sets=False)
    except GraphQLSyntaxError as error:
        if "Parsing aborted" in error.description:
            message = f"The document has more than {MOST_TOKENS} words and signs."
            raise TooMuchError(f"{message} Send several requests.") from None
        raise of_syntax(error) from None


def _explained(error: GraphQLError) -> GraphQLError:
    """Return an error of validation as one of ours, which clients are shown."""
    if not error.extensions:
        error.extensions = {"code": "BAD_REQUEST"}
    return error
