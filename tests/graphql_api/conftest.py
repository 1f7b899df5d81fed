"""The API as API Gateway calls it: REST proxy events into the Lambda's own handler."""

import json
import time
import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from graphql_api.compose import make_handler
from runtime.settings import ApiSettings
from schema.access.roles import Role
from schema.models import Org
from tests.conftest import Database
from tests.factories import make_caller
from tests.graphql_api.rest_event import rest_event
from tests.runtime.tokens import CLIENT_ID, ISSUER, claims, jwks, token


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-plans", action="store_true", help="write the golden SQL anew")
    parser.addoption("--random-queries", metavar="N", help="documents to try instead of a few")


@dataclass(frozen=True)
class Answer:
    """A response, read."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def data(self) -> Any:
        assert "errors" not in self.body, self.body
        return self.body["data"]

    @property
    def code(self) -> str:
        (error,) = self.body["errors"]
        return str(error["extensions"]["code"])

    @property
    def message(self) -> str:
        return str(self.body["errors"][0]["message"])


class Api:
    """Sends requests as the demo's account of a role."""

    def __init__(self, handler: Any) -> None:
        self.handler = handler

    def send(
        self, body: str | bytes, headers: dict[str, str] | None = None, **event: Any
    ) -> Answer:
        """Send a body as it is."""
        response = self.handler(rest_event(body, headers or {}, **event), None)
        shown = {name.lower(): value for name, value in response["headers"].items()}
        assert not response.get("isBase64Encoded")
        body_ = json.loads(response["body"]) if response["body"] else None
        return Answer(response["statusCode"], shown, body_)

    def __call__(
        self,
        query: str,
        variables: dict[str, Any] | None = None,
        *,
        role: Role = Role.REGISTRAR,
        operation: str | None = None,
        subject: str | None = None,
        **headers: str,
    ) -> Answer:
        """Send an operation as the account of a role."""
        body = {"query": query, "variables": variables, "operationName": operation}
        return self.send(json.dumps(body), self.signed(role, subject) | headers)

    def signed(self, role: Role, subject: str | None = None) -> dict[str, str]:
        """Return the headers of a caller."""
        now = time.time()
        made = token(
            claims(
                sub=subject or f"demo-{role}",
                iat=now - 5,
                exp=now + 600,
                **{"cognito:groups": [role]},
            )
        )
        return {"Authorization": f"Bearer {made}", "Content-Type": "application/json"}


def settings_for(database_url: str, **changed: str) -> ApiSettings:
    """Return the settings of an API on a database, in production's profile."""
    return ApiSettings.read(
        {
            "ENVIRONMENT": "development",
            "DATABASE_URL": database_url,
            "DATABASE_AUTH": "password",
            "TOKEN_ISSUER": ISSUER,
            "TOKEN_JWKS": jwks(),
            "TOKEN_CLIENT_IDS": CLIENT_ID,
            "UPLOAD_BUCKET": "uploads",
            "REPORT_BUCKET": "reports",
            **changed,
        }
    )


@pytest.fixture(scope="module")
def api(database: Database) -> Api:
    """The API on a database of this module's own."""
    return Api(make_handler(settings_for(database.api_url)))


@pytest.fixture(scope="module")
def explorer(database: Database) -> Api:
    """The same in the profile of who explores."""
    return Api(make_handler(settings_for(database.api_url, API_PROFILE="explorer")))


@pytest.fixture
def fresh() -> str:
    """A word that no record holds yet."""
    return f"T{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="module")
def registrar_of_one_school(database: Database) -> str:
    """The subject of a registrar who has the first school only; the demo's has the district."""
    with database.owner_session() as session:
        org = session.query(Org).filter_by(sourced_id="org-school-1").one()
        return make_caller(session, Role.REGISTRAR, org=org).subject
