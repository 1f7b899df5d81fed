"""Requests: GraphQL over HTTP, read strictly.

Source: the GraphQL over HTTP specification, stage 2 draft.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from graphql_api.errors import RequestError
from graphql_api.limits.document import LARGEST_BODY
from graphql_api.limits.inputs import check_text, check_variables

GRAPHQL_RESPONSE = "application/graphql-response+json"
JSON = "application/json"
TYPES_KEPT = 100  # header values that were understood; clients send the same ones all day
ANY_JSON = frozenset({JSON, "application/*", "*/*"})  # accepted types that mean it


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """What a client asks."""

    query: str  # empty where a document is named instead
    variables: Mapping[str, Any]
    operation_name: str | None
    document_id: str | None = None


def read_request(content_type: str, body: bytes) -> GraphQLRequest:
    """Return what a body asks.

    Raises:
        RequestError: the body is too large, of another type, or not a GraphQL request.
    """
    _check_content_type(content_type)
    if len(body) > LARGEST_BODY:
        message = f"The body is over {LARGEST_BODY} bytes. Files are uploaded by importCreate."
        raise RequestError(413, "BODY_TOO_LARGE", message)
    found = _parse(body, "The body")
    if not isinstance(found, dict):
        raise _bad('The body must be a JSON object such as {"query": "{ viewer { role } }"}.')
    return _checked(found)


def _checked(found: dict[str, Any]) -> GraphQLRequest:
    document_id = _member(found, "documentId", str)
    if document_id is not None and found.get("query") is not None:
        raise _bad("Send either `query` or `documentId`.")
    request = GraphQLRequest(
        _member(found, "query", str, required=document_id is None) or "",
        _member(found, "variables", dict) or {},
        _member(found, "operationName", str),
        document_id,
    )
    _member(found, "extensions", dict)  # nothing in it concerns us, yet it must be one
    check_text(request.query, "The document")
    check_text(request.operation_name or "", "The operation's name")
    check_variables(request.variables)
    return request


def read_query(query_string: str) -> GraphQLRequest:
    """Return what the part of an address behind its question mark asks.

    Raises:
        RequestError: it is not a GraphQL request.
    """
    if len(query_string) > LARGEST_BODY:
        raise RequestError(414, "URI_TOO_LONG", "Send a request of this size by POST.")
    try:
        found: dict[str, Any] = dict(
            parse_qsl(query_string, keep_blank_values=True, errors="strict", max_num_fields=10)
        )
    except ValueError:
        raise _bad("The address is not UTF-8, or has too many parts.") from None
    for name in ("variables", "extensions"):
        if name in found:
            found[name] = _parse(found[name].encode(), f"`{name}`")
    return _checked(found)


@lru_cache(TYPES_KEPT)
def _check_content_type(content_type: str) -> None:
    kind, _, rest = content_type.partition(";")
    charset = rest.strip().lower().replace('"', "")
    if kind.strip().lower() != JSON or charset not in ("", "charset=utf-8", "charset=utf8"):
        message = f"Send the body as {JSON} in UTF-8."
        raise RequestError(415, "UNSUPPORTED_MEDIA_TYPE", message)


def _parse(body: bytes, what: str) -> Any:
    try:
        return _DECODER.decode(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise _bad(f"{what} is not UTF-8.") from None
    except RecursionError:
        raise _bad(f"{what} is nested too deeply.") from None
    except ValueError as error:
        where = getattr(error, "lineno", None)
        place = f" at line {where}, column {error.colno}" if where else ""  # type: ignore[attr-defined]
        raise _bad(f"{what} is not JSON{place}.") from None


def _no_constant(name: str) -> Any:
    raise ValueError(name)  # NaN and Infinity are not JSON


_DECODER = json.JSONDecoder(parse_constant=_no_constant)  # json.loads would make one each time


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


@lru_cache(TYPES_KEPT)
def response_type(accept: str) -> str:
    """Return the media type to answer with.

    Raises:
        RequestError: the client accepts neither type that there is.
    """
    kinds = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
    if GRAPHQL_RESPONSE in kinds:
        return GRAPHQL_RESPONSE
    if not accept.strip() or kinds & ANY_JSON:
        return JSON
    message = f"Answers are {GRAPHQL_RESPONSE} or {JSON}."
    raise RequestError(406, "NOT_ACCEPTABLE", message)


def refusal_status(accept: str) -> int:
    """Return the status of a request that is well-formed HTTP and cannot be run.

    A client that is content with plain JSON is told by the body alone, as the
    specification wants it; one that knows GraphQL's own type, or does not say, sees a 400.
    """
    kinds = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
    return 200 if kinds & ANY_JSON and GRAPHQL_RESPONSE not in kinds else 400
