"""Neither an answer nor a log line repeats what a client sent: it may be a student's data."""

import json
import logging
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLScalarType,
    parse,
)
from graphql.execution.values import get_variable_values

from graphql_api.profile import EXPLORER
from graphql_api.read_document import read_document
from graphql_api.root import make_schema
from graphql_api.value_errors import of_variable
from runtime.log import JsonFormatter
from schema.access.roles import Role
from tests.graphql_api.conftest import Api

MARK = "Ana Müller 4711"
WORDS = ("Müller", "4711", "M\\u00fcller")
SCHEMA = make_schema()._schema
INPUTS = sorted(
    name
    for name, type_ in SCHEMA.type_map.items()
    if isinstance(type_, GraphQLScalarType | GraphQLEnumType | GraphQLInputObjectType)
    and not name.startswith("__")
)
LITERALS = [
    json.dumps(MARK, ensure_ascii=False),
    f'["{MARK}"]',
    f'{{a: "{MARK}"}}',
    f'{{Mueller4711: "{MARK}"}}',
    f'"""{MARK}"""',
    "4711",
    "4711.5",
    "47114711471147114711",
    "-4711e4711",
    '"4711-13-41"',
]
VALUES: list[Any] = [
    MARK,
    [MARK],
    {MARK: MARK},
    {"id": {"a": MARK}},
    {"eq": [MARK]},
    4711,
    4711.5,
    4711 * 10**20,
    "4711-13-41",
    f"x'; found: {MARK}",
    f"Expected value of type 'x', but encountered error '{MARK}'; found: ",
    f"does not exist in '{MARK}' enum.",
]
PLACES = [
    "{{ student(by: {{sourcedId: {}}}) {{ id }} }}",
    "{{ student(by: {}) {{ id }} }}",
    "{{ student(by: {{{}: 1}}) {{ id }} }}",
    "{{ students(first: {}) {{ nodes {{ id }} }} }}",
    "{{ students(after: {}) {{ nodes {{ id }} }} }}",
    "{{ students(where: {{gradeLevel: {{in: [{}]}}}}) {{ nodes {{ id }} }} }}",
    "{{ students(where: {{name: {}}}) {{ nodes {{ id }} }} }}",
    "{{ students(orderBy: {{field: {}}}) {{ nodes {{ id }} }} }}",
    "{{ node(id: {}) {{ id }} }}",
    "{{ nodes(ids: [{}]) {{ id }} }}",
    "{{ studentCount @include(if: {}) }}",
    "{{ studentCount(unknown: {}) }}",
    "query($x: Int = {}) {{ students(first: $x) {{ nodes {{ id }} }} }}",
    "query {} {{ viewer {{ role }} }}",
    "{{ viewer {{ role }} }} {}",
    "{{ viewer {} }}",
    "mutation {{ studentCreate(input: {{givenName: {}}}) {{ userErrors {{ code }} }} }}",
    "mutation {{ studentCreate(input: {{email: {}}}) {{ userErrors {{ code }} }} }}",
    "mutation {{ studentCreate(input: {}) {{ userErrors {{ code }} }} }}",
]


VARIABLES = [
    "query($x: StudentBy!) { student(by: $x) { id } }",
    "query($x: StudentFilter) { studentCount(where: $x) }",
    "query($x: [StudentOrder!]) { students(orderBy: $x) { nodes { id } } }",
    "query($x: Int) { students(first: $x) { nodes { id } } }",
    "query($x: String) { students(after: $x) { nodes { id } } }",
    "query($x: Boolean!) { studentCount @skip(if: $x) }",
    "query($x: ID!) { node(id: $x) { id } }",
    "query($x: [ID!]!) { nodes(ids: $x) { id } }",
    "mutation($x: StudentCreateInput!) { studentCreate(input: $x) { userErrors { code } } }",
    "mutation($x: EnrollInput!) { enroll(input: $x) { userErrors { code } } }",
]


def assert_silent(
    api: Api, body: str | bytes, caplog: pytest.LogCaptureFixture, **headers: str
) -> None:
    """Send a body; nothing of the mark is told, and none of it is logged."""
    caplog.clear()

    # An id that is made up may hold the mark's digits by chance.
    answer = api.send(body, api.signed(Role.REGISTRAR) | {"X-Request-Id": "r-1"} | headers)

    told = json.dumps((answer.body or {}).get("errors", []), ensure_ascii=False)
    told += "".join(logged(record) for record in caplog.records)
    told += json.dumps(answer.headers)
    assert not [word for word in WORDS if word in told], told
    assert answer.status < 500
    assert "INTERNAL" not in told


def logged(record: logging.LogRecord) -> str:
    """Return a line of the log without what a metric says of itself, a moment in digits."""
    line = json.loads(JsonFormatter().format(record))
    line.pop("_aws", None)
    return json.dumps(line, ensure_ascii=False)


@pytest.mark.parametrize("place", PLACES)
def test_a_literal_is_never_repeated(
    api: Api, place: str, caplog: pytest.LogCaptureFixture
) -> None:
    for literal in LITERALS:
        assert_silent(api, json.dumps({"query": place.format(literal)}), caplog)


@pytest.mark.parametrize("query", VARIABLES)
def test_a_variable_is_never_repeated(
    api: Api, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    for value in VALUES:
        assert_silent(api, json.dumps({"query": query, "variables": {"x": value}}), caplog)


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"query": MARK}),
        json.dumps({"query": f"{{ {MARK} }}"}),
        json.dumps({"query": "{ viewer { role } }", "operationName": MARK}),
        json.dumps({"query": "{ viewer { role } }", "variables": {MARK: MARK}}),
        json.dumps({"query": "{ viewer { role } }", "variables": {MARK: [0] * 300}}),
        json.dumps({"query": "{ viewer { role } }", "variables": MARK}),
        json.dumps({"query": "{ viewer { role } }", MARK: MARK}),
        json.dumps({"query": {MARK: MARK}}),
        json.dumps(MARK),
        MARK,
        MARK.encode("utf-16"),
        f'{{"query": "{MARK}',
    ],
)
def test_a_body_is_never_repeated(
    api: Api, body: str | bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert_silent(api, body, caplog)


@pytest.mark.parametrize(
    "header", ["X-Request-Id", "Accept", "Content-Type", "Authorization", "Origin"]
)
def test_a_header_is_never_repeated(
    api: Api, header: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert_silent(api, '{"query": "{ viewer { role } }"}', caplog, **{header: "Ana 4711"})


@pytest.mark.parametrize("name", INPUTS)
@pytest.mark.parametrize("form", ["{}", "{}!", "[{}!]!"])
def test_no_type_repeats_a_value(name: str, form: str) -> None:
    type_ = form.format(name)
    written = [f"query($x: {type_} = {literal}) {{ studentCount }}" for literal in LITERALS]

    errors = [error for text in written for error in read_document(SCHEMA, text, EXPLORER).errors]
    (operation,) = parse(f"query($x: {type_}) {{ studentCount }}").definitions
    for value in VALUES:
        given = get_variable_values(SCHEMA, operation.variable_definitions, {"x": value})  # type: ignore[attr-defined]
        errors += [of_variable(error) for error in given] if isinstance(given, list) else []

    told = [error.message for error in errors]
    assert len(told) >= len(LITERALS)  # each document is refused at least for the unused variable
    assert not [message for message in told if any(word in message for word in WORDS)]


@pytest.mark.parametrize(
    ("literal", "said"),
    [
        (
            "by: {sourcedId: 5}",
            "This value cannot be used at `sourcedId`. It does not fit the type String.",
        ),
        ('by: {given: "x"}', "This value cannot be used. It has a field that StudentBy"),
        ("by: {}", "Exactly one field of StudentBy must be given, and not null."),
        ('by: "x"', "This value cannot be used. It does not fit the type StudentBy."),
        ("by: null", "A value of type StudentBy! is needed here."),
    ],
)
def test_a_literal_that_does_not_fit_is_explained(api: Api, literal: str, said: str) -> None:
    answer = api(f"{{ student({literal}) {{ id }} }}")

    assert answer.status == 400
    assert answer.body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert said in answer.message
    assert answer.body["errors"][0]["locations"]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("{ viewer { role }", "Syntax error: Expected Name, found <EOF>."),
        ('{ viewer "Ana" }', "Syntax error: Expected Name, found String."),
        ("{ viewer { role } } Ana", "Syntax error: Unexpected Name."),
        ('{ node(id: "Ana) { id } }', "Syntax error: Unterminated string."),
        ("{ node(id: @) { id } }", "Syntax error: Unexpected"),
    ],
)
def test_a_syntax_error_says_what_is_wrong_and_where(api: Api, document: str, said: str) -> None:
    answer = api(document)

    assert answer.message.startswith(said)
    assert answer.body["errors"][0]["locations"]


def test_only_who_explores_is_shown_similar_names(api: Api, explorer: Api) -> None:
    assert "studentCount" not in api("{ studentCoun }").message
    assert "studentCount" in explorer("{ studentCoun }").message
