"""Bad requests get the right status and a sentence; nothing of ours leaks."""

import json
from typing import Any

import pytest

from schema.access.roles import Role
from tests.conftest import Database
from tests.graphql_api.conftest import Answer, Api, settings_for
from tests.graphql_api.rest_event import rest_event
from tests.runtime.tokens import claims, strangers_key, token

ROLE = "{ viewer { role } }"


def test_a_caller_with_a_token_is_answered(api: Api) -> None:
    answer = api(ROLE)

    assert answer.status == 200
    assert answer.data == {"viewer": {"role": "REGISTRAR"}}
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{", "The body is not JSON at line 1, column 2."),
        ("null", "The body must be a JSON object"),
        ("1", "The body must be a JSON object"),
        ('"x"', "The body must be a JSON object"),
        ("[]", "The body must be a JSON object"),
        ("{}", "`query` must be a text."),
        ('{"query": 5}', "`query` must be a text."),
        ('{"query": "{a}", "variables": []}', "`variables` must be an object."),
        ('{"query": NaN}', "The body is not JSON"),
        ("[" * 50_000, "The body is nested too deeply."),
        ('{"query": ' + "9" * 5000 + "}", "The body is not JSON"),
        ('{"query": "{a}", "variables": {"x": NaN}}', "The body is not JSON"),
        ('{"query": "{a}", "variables": {"x": -Infinity}}', "The body is not JSON"),
        ('{"query": "{a}", "variables": {"x": ' + "[" * 900 + "]" * 900 + "}}", "20 levels"),
        ('{"query": "{a}", "operationName": 5}', "`operationName` must be a text."),
        ('{"query": "{a}", "extensions": []}', "`extensions` must be an object."),
        ('{"query": "{ a \\ud800 }"}', "The document holds half of a surrogate pair"),
        ('{"query": "{a}", "variables": {"x": ["\\ud800"]}}', "`$x` holds half of a surrogate"),
        ('{"query": "{a}", "operationName": "\\ud800"}', "operation's name holds half of a"),
        ("\ufeff{}", "The body is not JSON"),
        ("", "The body is not JSON"),
        ('{"query": "{ students(first: ' + "9" * 5000 + ') { nodes { id } } }"}', "type Int"),
        ('{"query": "subscription { viewer { role } }"}', "not supported by the schema"),
        ('{"query": "type A { b: Int }"}', "is not executable"),
        ('{"query": ""}', "Syntax error: Unexpected <EOF>."),
    ],
)
def test_a_body_that_is_no_request_is_explained(api: Api, body: str, said: str) -> None:
    answer = api.send(body, api.signed(Role.REGISTRAR))

    assert answer.status == 400
    assert said in answer.message


@pytest.mark.parametrize(
    "body", ['{"query": "é"}'.encode("utf-16"), '{"query": "é"}'.encode("latin-1"), b"\xff\xfe"]
)
def test_a_body_that_is_not_utf8_is_explained(api: Api, body: bytes) -> None:
    answer = api.send(body, api.signed(Role.REGISTRAR))

    assert (answer.status, answer.message) == (400, "The body is not UTF-8.")


@pytest.mark.parametrize(
    "changed",
    [
        {"headers": None, "multiValueHeaders": None},
        {"body": None},
        {"body": "%%%", "isBase64Encoded": True},
    ],
)
def test_an_odd_event_is_refused_as_a_request_is(api: Api, changed: dict[str, Any]) -> None:
    event = rest_event("{}", api.signed(Role.REGISTRAR)) | changed

    assert api.handler(event, None)["statusCode"] in (400, 401)


def test_a_body_that_is_too_large_is_refused(api: Api) -> None:
    body = json.dumps({"query": ROLE, "variables": {"x": "y" * 100_000}})

    answer = api.send(body, api.signed(Role.REGISTRAR))

    assert (answer.status, answer.code) == (413, "BODY_TOO_LARGE")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_content_type_is_refused(api: Api, kind: str) -> None:
    answer = api.send("{}", api.signed(Role.REGISTRAR) | {"Content-Type": kind})

    assert (answer.status, answer.code) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_an_answer_in_a_type_we_do_not_speak_is_refused(api: Api) -> None:
    assert api(ROLE, Accept="text/html").status == 406


def test_a_client_that_knows_graphqls_own_type_is_told_by_the_status(api: Api) -> None:
    answer = api("{ studnts { id } }", Accept="application/graphql-response+json, */*")

    assert answer.status == 400
    assert answer.headers["content-type"].startswith("application/graphql-response+json")


def get(api: Api, **query: str) -> Answer:
    """Send a query in the address."""
    return api.send("", api.signed(Role.REGISTRAR), method="GET", query=query)


def test_no_cache_keeps_what_a_record_says(api: Api) -> None:
    answered, refused = api("{ viewer { role } }"), api.send("{}")

    assert [a.headers["cache-control"] for a in (answered, refused)] == ["no-store", "no-store"]
    assert answered.headers["x-content-type-options"] == "nosniff"


def test_production_answers_post_only(api: Api) -> None:
    answer = get(api, query=ROLE)

    assert (answer.status, answer.code) == (405, "METHOD_NOT_ALLOWED")
    assert answer.headers["allow"] == "POST, OPTIONS"


def test_who_explores_may_ask_by_get(explorer: Api) -> None:
    answer = get(
        explorer,
        query="query A($n: String!) { student(by: {studentNumber: $n}) { id } }"
        " query B { studentCount }",
        variables='{"n": "no+one & nobody"}',
        operationName="A",
    )

    assert answer.data == {"student": None}
    assert get(explorer, query="{ viewer { role } }").data == {"viewer": {"role": "REGISTRAR"}}


@pytest.mark.parametrize(
    "query", ["mutation { __typename }", "query A { viewer { role } } mutation B { __typename }"]
)
def test_nothing_is_changed_by_get(explorer: Api, query: str) -> None:
    answer = get(explorer, query=query, operationName="B" if " B " in query else "")

    assert (answer.status, answer.code) == (405, "METHOD_NOT_ALLOWED")
    assert answer.headers["allow"] == "GET, POST, OPTIONS"
    assert answer.message == "Send mutations by POST."


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "`query` must be a text."),
        ({"query": ROLE, "variables": "[1]"}, "`variables` must be an object."),
        ({"query": ROLE, "variables": "{"}, "`variables` is not JSON at line 1"),
        ({"query": ROLE, "variables": '{"a": NaN}'}, "`variables` is not JSON"),
        ({"query": ROLE, "extensions": "1"}, "`extensions` must be an object."),
        ({str(i): "" for i in range(20)}, "has too many parts"),
    ],
)
def test_an_address_that_is_no_request_is_explained(
    explorer: Api, query: dict[str, str], said: str
) -> None:
    answer = get(explorer, **query)

    assert answer.status == 400
    assert said in answer.message


def test_a_profile_that_does_not_exist_is_no_profile(database: Database) -> None:
    from graphql_api.compose import make_handler

    with pytest.raises(ValueError, match="API_PROFILE must be one of: production, explorer"):
        make_handler(settings_for(database.api_url, API_PROFILE="explore"))


def test_another_path_is_not_found(api: Api) -> None:
    assert api.send("", api.signed(Role.REGISTRAR), path="/students").status == 404


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "Basic abc",
        "Bearer abc",
        "Bearer " + token(claims(exp=1.0)),
        "Bearer " + token(claims(exp=4_000_000_000), key=strangers_key()),
    ],
)
def test_nobody_is_answered_without_a_token_of_ours(api: Api, authorization: str | None) -> None:
    headers = {"Content-Type": "application/json"}
    if authorization:
        headers["Authorization"] = authorization

    answer = api.send(json.dumps({"query": ROLE}), headers)

    assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.message.endswith(".")


def test_an_unknown_operation_is_named(explorer: Api) -> None:
    answer = explorer("query A { viewer { role } } query B { studentCount }", operation="C")

    assert answer.status == 400
    assert answer.message == "The document has no operation of this name; it has: A, B."


def test_an_unknown_field_is_a_bad_request_without_suggestions(api: Api) -> None:
    answer = api("{ studnts { id } }")

    assert answer.status == 400
    assert "Did you mean" not in answer.message


@pytest.mark.parametrize("accepted", ["application/json", "*/*", "text/html, application/*;q=0.1"])
def test_a_client_that_is_content_with_plain_json_is_told_by_the_body(
    api: Api, accepted: str
) -> None:
    answer = api("{ studnts { id } }", Accept=accepted)

    assert answer.status == 200
    assert "data" not in answer.body


def test_introspection_is_off_in_production(api: Api) -> None:
    assert "introspection" in api("{ __schema { types { name } } }").message


def test_a_variables_value_is_never_repeated(api: Api) -> None:
    answer = api(
        "mutation($i: StudentCreateInput!) { studentCreate(input: $i) { userErrors { code } } }",
        {"i": {"studentNumber": "S", "givenName": "Ada", "email": "secret at home"}},
    )

    assert answer.status == 400
    assert answer.message == (
        "Variable `$i` cannot be used at `email`. An e-mail address looks like name@school.example."
    )


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("query($n: String!) { student(by: {sourcedId: $n}) { id } }", {"n": "a\0b"}),
        (r'{ student(by: {sourcedId: "a\u0000b"}) { id } }', {}),
    ],
)
def test_a_text_that_no_record_can_hold_is_refused(
    api: Api, query: str, variables: dict[str, str]
) -> None:
    answer = api(query, variables)

    assert answer.status == 400
    assert "the character NUL" in answer.message


def test_a_preflight_is_answered_to_known_origins_only(database: Database) -> None:
    from graphql_api.compose import make_handler

    settings = settings_for(database.api_url, CORS_ORIGINS="https://portal.example.org")
    api = Api(make_handler(settings))

    known = api.send("", {"Origin": "https://portal.example.org"}, method="OPTIONS")
    unknown = api.send("", {"Origin": "https://evil.example.org"}, method="OPTIONS")

    assert known.headers["access-control-allow-origin"] == "https://portal.example.org"
    assert "access-control-allow-origin" not in unknown.headers


def test_a_lost_database_is_said_without_details(database: Database) -> None:
    from graphql_api.compose import make_handler

    lost = database.api_url.rsplit("@", 1)[0] + "@127.0.0.1:9/none"
    api = Api(make_handler(settings_for(lost)))

    answer = api(ROLE)

    assert (answer.status, answer.code) == (503, "UNAVAILABLE")
    assert "127.0.0.1" not in json.dumps(answer.body)
    known = api("{ __typename again: __typename }")
    assert (known.status, known.data) == (200, {"__typename": "Query", "again": "Query"})
