"""Requests: GraphQL over HTTP, read strictly.

Source: the GraphQL over HTTP specification, stage 2 draft.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql_api.errors import RequestError
from graphql_api.inputs import check_text, check_variables
from graphql_api.limits import LARGEST_BODY

GRAPHQL_RESPONSE = "application/graphql-response+json"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """What a client asks."""

    query: str
    variables: Mapping[str, Any]
    operation_name: str | None


def read_request(content_type: str, body: bytes) -> GraphQLRequest:
    """Return what a body asks.

    Raises:
        RequestError: the body is too large, of another type, or not a GraphQL request.
    """
    _check_content_type(content_type)
    if len(body) > LARGEST_BODY:
        message = f"The body is over {LARGEST_BODY} bytes. Files are uploaded by importCreate."
        raise RequestError(413, "BODY_TOO_LARGE", message)
    found = _parse(body)
    if not isinstance(found, dict):
        raise _bad('The body must be a JSON object such as {"query": "{ viewer { role } }"}.')
    request = GraphQLRequest(
        _member(found, "query", str, required=True),
        _member(found, "variables", dict) or {},
        _member(found, "operationName", str),
    )
    check_text(request.query, "The document")
    check_text(request.operation_name or "", "The operation's name")
    check_variables(request.variables)
    return request


def _check_content_type(content_type: str) -> None:
    kind, _, rest = content_type.partition(";")
    charset = rest.strip().lower().replace('"', "")
    if kind.strip().lower() != JSON or charset not in ("", "charset=utf-8", "charset=utf8"):
        message = f"Send the body as {JSON} in UTF-8."
        raise RequestError(415, "UNSUPPORTED_MEDIA_TYPE", message)


def _parse(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise _bad("The body is not UTF-8.") from None
    except RecursionError:
        raise _bad("The body is nested too deeply.") from None
    except ValueError as error:
        where = getattr(error, "lineno", None)
        place = f" at line {where}, column {error.colno}" if where else ""  # type: ignore[attr-defined]
        raise _bad(f"The body is not JSON{place}.") from None


def _no_constant(name: str) -> Any:
    raise ValueError(name)  # NaN and Infinity are not JSON


def _member(found: dict[str, Any], name: str, kind: type, required: bool = False) -> Any:
    value = found.get(name)
    if value is None and not required:
        return None
    if not isinstance(value, kind):
        wanted = "a text" if kind is str else "an object"
        raise _bad(f"`{name}` must be {wanted}.")
    return value


def _bad(message: str) -> RequestError:
    return RequestError(400, "BAD_REQUEST", message)


def response_type(accept: str) -> str:
    """Return the media type to answer with.

    Raises:
        RequestError: the client accepts neither type that there is.
    """
    kinds = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
    if GRAPHQL_RESPONSE in kinds:
        return GRAPHQL_RESPONSE
    if not accept.strip() or kinds & {JSON, "*/*", "application/*"}:
        return JSON
    message = f"Answers are {GRAPHQL_RESPONSE} or {JSON}."
    raise RequestError(406, "NOT_ACCEPTABLE", message)


def refusal_status(accept: str) -> int:
    """Return the status of a request that is well-formed HTTP and cannot be run.

    A client that asks for plain JSON by name is told by the body alone, as the
    specification wants it; all others see a 400.
    """
    kinds = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
    return 200 if JSON in kinds and GRAPHQL_RESPONSE not in kinds else 400
