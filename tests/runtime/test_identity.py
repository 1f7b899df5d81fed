"""Identity: an access token of ours in force is believed, and nothing else."""

import dataclasses
import json

import pytest
from joserfc.errors import BadSignatureError

from runtime import identity
from runtime.identity import InvalidTokenError, TokenVerifier, bearer_token
from runtime.settings import ApiSettings
from schema.access.roles import Role
from tests.runtime.tokens import (
    CLIENT_ID,
    ISSUER,
    NOW,
    claims,
    header,
    issuer_key,
    jwk,
    jwks,
    token,
)

NOT_OURS = "not one of ours"


def test_an_access_token_names_its_caller(verifier: TokenVerifier) -> None:
    caller = verifier.verify(token(claims()), now=NOW)

    assert caller.subject == claims()["sub"]
    assert caller.role is Role.REGISTRAR


def test_a_token_that_was_believed_expires_like_any_other(verifier: TokenVerifier) -> None:
    sent = token(claims(exp=NOW + 60))
    assert verifier.verify(sent, now=NOW).role is Role.REGISTRAR

    with pytest.raises(InvalidTokenError, match="expired"):
        verifier.verify(sent, now=NOW + 60 + identity.LEEWAY_SECONDS)


def test_a_rehearsal_goes_as_far_as_the_signature(verifier: TokenVerifier) -> None:
    with pytest.raises(InvalidTokenError, match=NOT_OURS) as refused:
        verifier.verify(verifier.unsigned_token(), now=NOW)

    assert isinstance(refused.value.__context__, BadSignatureError)


@pytest.mark.parametrize("role", list(Role))
def test_a_group_of_each_roles_name_grants_that_role(verifier: TokenVerifier, role: Role) -> None:
    groups = ["eu-central-1_Example_SchoolLogin", role.value]

    caller = verifier.verify(token(claims(**{"cognito:groups": groups})), now=NOW)

    assert caller.role is role


@pytest.mark.parametrize(
    "honest",
    [
        token(claims(exp=NOW - 29)),  # within the leeway of 30 s
        token(claims(iat=NOW + 29)),
        token(claims(exp=int(NOW) + 1)),
        token(claims(client_id="console-client")),
        token(claims(), header(typ="JWT")),
        token(claims(), header(jku="https://attacker.example.org/keys")),  # ours; jku is not read
    ],
    ids=["just over", "clock behind", "whole seconds", "second client", "typ", "jku on ours"],
)
def test_an_honest_token_is_not_refused(verifier: TokenVerifier, honest: str) -> None:
    assert verifier.verify(honest, now=NOW).role is Role.REGISTRAR


@pytest.mark.parametrize("written", ["Bearer abc", "bearer abc", "BEARER  abc ", " Bearer abc"])
def test_a_bearer_header_gives_its_token(written: str) -> None:
    assert bearer_token(written) == "abc"


@pytest.mark.parametrize("written", [None, "", "abc", "Bearer", "Bearer ", "Basic abc"])
def test_another_header_gives_none(written: str | None) -> None:
    with pytest.raises(InvalidTokenError, match="Authorization: Bearer"):
        bearer_token(written)


@pytest.mark.parametrize(
    "configured",
    [
        "",
        "null",
        "[]",
        '{"keys": []}',
        '{"keys": [1]}',
        '{"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "signing-key-1"}]}',
        json.dumps({"keys": [jwk(issuer_key(), use="enc")]}),
        '{"keys": [{"kty": "RSA", "n": "%", "e": "AQAB"}]}',
    ],
)
def test_a_key_set_without_a_usable_key_stops_the_start(configured: str) -> None:
    with pytest.raises(ValueError, match="TOKEN_JWKS"):
        TokenVerifier(ISSUER, configured, [CLIENT_ID])


def settings(**changed: str) -> ApiSettings:
    values = {f.name: "x" for f in dataclasses.fields(ApiSettings)}
    mine = {"token_issuer": ISSUER, "token_jwks": jwks(), "token_client_ids": f"a, {CLIENT_ID},"}
    return ApiSettings(**(values | mine | changed))


def test_settings_name_the_issuer_its_keys_and_its_clients() -> None:
    made = identity.verifier(settings(environment="production"))

    assert made.verify(token(claims()), now=NOW).role is Role.REGISTRAR


def test_an_empty_list_of_clients_accepts_none() -> None:
    made = identity.verifier(settings(environment="local", token_client_ids=" , "))  # noqa: S106

    with pytest.raises(InvalidTokenError, match="another application"):
        made.verify(token(claims(client_id="")), now=NOW)


@pytest.mark.parametrize("environment", ["development", "production"])
@pytest.mark.parametrize(
    "issuer",
    [
        "http://127.0.0.1:4566/pool",
        "http://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example",
        "https://cognito-idp.eu-central-1.amazonaws.com.example.org/eu-central-1_Example",
        ISSUER + "\n",
    ],
)
def test_only_cognito_issues_tokens_away_from_a_laptop(environment: str, issuer: str) -> None:
    with pytest.raises(ValueError, match="TOKEN_ISSUER"):
        identity.verifier(settings(environment=environment, token_issuer=issuer))
