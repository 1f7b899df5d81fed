"""A client whose documents are known may send no other."""

import json
from pathlib import Path
from typing import Any

import pytest

from graphql_api.app import App
from graphql_api.compose import make_app, warm_up
from graphql_api.execute import Executor
from graphql_api.profile import PRODUCTION
from graphql_api.root import make_schema
from graphql_api.trust_documents import trust
from graphql_api.trusted import Trusted, read_manifest, sha256
from schema.access.roles import Role
from tests.conftest import Database
from tests.graphql_api.conftest import Api, settings_for
from tests.runtime.tokens import CLIENT_ID

ROLE = "query Role { viewer { role } }"
PAGE = "query Page($first: Int = 2) { students(first: $first) { nodes { id } } }"
OTHER = "{ studentCount }"
KNOWN = {sha256(text): text for text in (ROLE, PAGE)}


class TrustingApi(Api):
    """An API with a manifest, for a client that is bound to it or for one that is free."""

    def __init__(self, app: App) -> None:
        self.app = app

    def send(self, body: str | bytes, headers: dict[str, str] | None = None, **_: Any) -> Any:
        sent = body.encode() if isinstance(body, str) else body
        lowered = {name.lower(): value for name, value in (headers or {}).items()}
        return self.app.respond("POST", "/graphql", lowered, sent)

    def ask(self, **members: Any) -> tuple[int, Any]:
        response = self.send(json.dumps(members), self.signed(Role.REGISTRAR))
        return response.status, json.loads(response.body)


def trusting(database: Database, *client_ids: str) -> TrustingApi:
    app = make_app(settings_for(database.api_url))
    trusted = Trusted(KNOWN, frozenset(client_ids))
    parts = (app.executor, app.database, app.storage, app.verifier, app.cors_origins)
    return TrustingApi(App(*parts, trusted))


@pytest.fixture(scope="module")
def bound(database: Database) -> TrustingApi:
    return trusting(database, "another", CLIENT_ID)


@pytest.fixture(scope="module")
def free(database: Database) -> TrustingApi:
    return trusting(database, "another")


def test_a_document_is_named_instead_of_sent(bound: TrustingApi) -> None:
    status, answer = bound.ask(documentId=f"sha256:{sha256(PAGE)}", variables={"first": 1})

    assert status == 200
    assert len(answer["data"]["students"]["nodes"]) == 1


def test_a_client_that_is_bound_may_send_no_other(bound: TrustingApi, free: TrustingApi) -> None:
    status, answer = bound.ask(query=OTHER)

    assert (status, answer["errors"][0]["extensions"]["code"]) == (403, "UNTRUSTED_DOCUMENT")
    assert "data" not in answer
    assert free.ask(query=OTHER)[0] == 200


def test_a_client_that_is_bound_may_write_a_trusted_document_out(bound: TrustingApi) -> None:
    assert bound.ask(query=ROLE)[1]["data"] == {"viewer": {"role": "REGISTRAR"}}
    assert bound.ask(query=ROLE + " ")[0] == 403


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"documentId": "sha256:" + "0" * 64}, "No trusted document has this `documentId`"),
        ({"documentId": sha256(ROLE)}, "No trusted document has this `documentId`"),
        ({"documentId": "sha256:" + sha256(ROLE).upper()}, "No trusted document"),
        ({"documentId": 5}, "`documentId` must be a text."),
        ({"documentId": "x", "query": OTHER}, "Send either `query` or `documentId`."),
        ({"documentId": None}, "`query` must be a text."),
    ],
)
def test_a_name_that_names_nothing_is_refused(
    free: TrustingApi, members: dict[str, Any], said: str
) -> None:
    status, answer = free.ask(**members)

    assert status == 400
    assert said in answer["errors"][0]["message"]


def test_what_is_trusted_is_ready_before_the_first_request(database: Database) -> None:
    api = trusting(database)

    warm_up(api.app)

    known = api.app.executor._documents._values
    assert {ROLE, PAGE} <= set(known)
    assert all(known[text].plans._values for text in (ROLE, PAGE))


def test_every_document_of_the_manifest_is_one_that_production_answers() -> None:
    executor = Executor(make_schema()._schema, PRODUCTION)

    for text in read_manifest().values():
        executor.learn(text)


def test_a_document_is_added_to_the_manifest_if_production_answers_it(tmp_path: Path) -> None:
    manifest, good, bad = (tmp_path / name for name in ("trusted.json", "good", "bad"))
    manifest.write_text("{}")
    good.write_text(ROLE)
    bad.write_text("{ __schema { types { name } } }")

    assert trust([good], manifest) == [sha256(ROLE)]
    with pytest.raises(ValueError, match="introspection"):
        trust([bad], manifest)

    assert read_manifest(manifest) == {sha256(ROLE): ROLE}


def test_a_manifest_that_was_edited_by_hand_is_not_believed(tmp_path: Path) -> None:
    manifest = tmp_path / "trusted.json"
    manifest.write_text(json.dumps({sha256(ROLE): OTHER}))

    with pytest.raises(ValueError, match="has another SHA-256"):
        read_manifest(manifest)
