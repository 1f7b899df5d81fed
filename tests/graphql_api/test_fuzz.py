"""Schemathesis asks whatever the published schema allows: nothing of it breaks the server."""

import json
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.graphql import nodes, scalar

from schema.access.roles import Role
from tests.graphql_api.conftest import Api

SDL = Path(__file__).parents[2] / "schema" / "api.graphql"
EXAMPLES = 5  # of each field of Query and Mutation
published = schemathesis.graphql.from_path(SDL)


def text(pattern: str) -> st.SearchStrategy[Any]:
    return st.from_regex(pattern, fullmatch=True).map(nodes.String)


scalar("Date", text(r"20[0-9]{2}-(0[1-9]|1[0-2])-[0-3][0-9]"))
scalar("DateTime", text(r"20[0-9]{2}-0[1-9]-1[0-9]T[01][0-9]:00:00Z"))
scalar("Decimal", text(r"-?[0-9]{1,30}(\.[0-9]{1,30})?"))
scalar("EmailAddress", text(r"[a-z]{1,70}@[a-z]{1,10}\.[a-z]{2}"))
scalar("URL", text(r"https://[a-z]{1,10}\.example"))


@published.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_operation_of_the_schema_breaks_the_server(case: Any, api: Api) -> None:
    answer = api.send(json.dumps({"query": case.body}), api.signed(Role.REGISTRAR))

    assert answer.status < 500, case.body
    codes = {error["extensions"]["code"] for error in answer.body.get("errors", [])}
    assert not codes & {"INTERNAL", "UNAVAILABLE"}, case.body
