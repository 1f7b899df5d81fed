"""Forged tokens: whatever else is sent in place of a token of ours is refused, and not repeated."""

import json
from typing import Any

import pytest

from runtime.identity import InvalidTokenError, TokenVerifier
from tests.runtime.tokens import (
    CLIENT_ID,
    ISSUER,
    KEY_ID,
    NOW,
    claims,
    encoded,
    header,
    hmac_token,
    issuer_key,
    jwk,
    public_pem,
    strangers_key,
    token,
    unsigned_token,
)

NOT_OURS = "not one of ours"


def refusal(verifier: TokenVerifier, forged: str) -> str:
    with pytest.raises(InvalidTokenError) as refused:
        verifier.verify(forged, now=NOW)
    return str(refused.value)


def changed_payload() -> str:
    head, _, signature = token(claims()).split(".")
    _, payload = unsigned_token(claims(**{"cognito:groups": ["admin"]}), header()).split(".")
    return f"{head}.{payload}.{signature}"


def changed_header() -> str:
    _, payload, signature = token(claims()).split(".")
    return f"{encoded(json.dumps(header(typ='JWT')).encode())}.{payload}.{signature}"


def cut_signature() -> str:
    return token(claims())[:-8]


def embedded_key_header() -> dict[str, Any]:
    return header(kid=None, jwk=jwk(strangers_key()))


# A key of the attacker's own, brought along in every way the standard knows.
FOREIGN_KEYS = {
    "stranger's key": token(claims(), key=strangers_key()),
    "jku": token(claims(), header(jku="https://attacker.example.org/jwks"), key=strangers_key()),
    "jwk": token(claims(), embedded_key_header(), key=strangers_key()),
    "jwk and kid": token(claims(), header(jwk=jwk(strangers_key())), key=strangers_key()),
    "x5u": token(claims(), header(x5u="https://attacker.example.org/c"), key=strangers_key()),
    "x5c": token(claims(), header(x5c=["MIIB"]), key=strangers_key()),
    "kid unknown": token(claims(), header(kid="other"), key=strangers_key()),
    "kid absent": token(claims(), header(kid=None), key=strangers_key()),
    "kid path": token(claims(), header(kid="../../dev/null"), key=strangers_key()),
    "kid SQL": token(claims(), header(kid="x' UNION SELECT 'k"), key=strangers_key()),
    "kid not text": token(claims(), header(kid=["signing-key-1"]), key=strangers_key()),
    "kid unknown, own signature": token(claims(), header(kid="other")),
}

# Another algorithm than the one we pin.
ALGORITHMS = {
    "none": unsigned_token(claims(), header(alg="none")) + ".",
    "None": unsigned_token(claims(), header(alg="None")) + ".",
    "none, signed": token(claims(), header(alg="none")),
    "HS256 with the public PEM": hmac_token(
        claims(), header(alg="HS256"), public_pem(issuer_key())
    ),
    "HS256 with the public JWK": hmac_token(
        claims(), header(alg="HS256"), json.dumps(jwk(issuer_key(), kid=KEY_ID)).encode()
    ),
    "HS256 with an empty key": hmac_token(claims(), header(alg="HS256", kid=""), b"\0"),
    "HS256 called RS256": hmac_token(claims(), header(), public_pem(issuer_key())),
    "RS384": token(claims(), header(alg="RS384")),
    "PS256": token(claims(), header(alg="PS256")),
    "ES256": token(claims(), header(alg="ES256")),
    "absent": token(claims(), header(alg=None)),
    "not text": token(claims(), header(alg={"name": "RS256"})),
    "critical extension": token(claims(), header(crit=["exp"], exp=0)),
    "unencoded payload": token(claims(), header(b64=False, crit=["b64"])),
}

# Not three parts of base64 with JSON in them.
GARBAGE = {
    "empty": "",
    "dots": "..",
    "one part": "registrar",
    "four parts": token(claims()) + ".e30",
    "five parts, as an encrypted token": "e30.e30.e30.e30.e30",
    "not base64": "%%%.%%%.%%%",
    "not ASCII": "ключ.ключ.ключ",
    "NUL": "\0.\0.\0",
    "lone surrogate": "\ud800.e30.e30",
    "header a list": token(claims(), ["alg"]),
    "header a number": token(claims(), 1),
    "header null": token(claims(), b"null"),
    "header not UTF-8": token(claims(), b"\xff\xfe"),
    "header nested 3,000 deep": token(claims(), b"[" * 3000),
    "header a 4,500-digit number": token(claims(), b"9" * 4500),
    "payload not JSON": token(b"registrar"),
    "payload empty": token(b""),
    "payload nested 3,000 deep": token(b"[" * 3000),
    "payload changed": changed_payload(),
    "header changed": changed_header(),
    "signature cut": cut_signature(),
    "signature absent": unsigned_token(claims(), header()) + ".",
    "signature doubled": token(claims()) * 2,
}

# Signed by the user pool, and still not what we ask for.
CLAIMS = {
    "too long": (token(claims(padding="x" * 8192)), "too long"),
    "payload a list": (token([claims()]), "no claims"),
    "payload null": (token(b"null"), "no claims"),
    "issuer absent": (token(claims(iss=None)), "another issuer"),
    "issuer other pool": (token(claims(iss=ISSUER + "2")), "another issuer"),
    "issuer other case": (token(claims(iss=ISSUER.upper())), "another issuer"),
    "issuer with a slash": (token(claims(iss=ISSUER + "/")), "another issuer"),
    "issuer in a list": (token(claims(iss=[ISSUER])), "another issuer"),
    "ID token": (token(claims(token_use="id", aud=CLIENT_ID)), "another kind"),  # noqa: S106
    "refresh token": (token(claims(token_use="refresh")), "another kind"),  # noqa: S106
    "use absent": (token(claims(token_use=None)), "another kind"),
    "client absent": (token(claims(client_id=None)), "another application"),
    "client other": (token(claims(client_id="someone-else")), "another application"),
    "client in aud": (token(claims(client_id=None, aud=CLIENT_ID)), "another application"),
    "client a list": (token(claims(client_id=[CLIENT_ID])), "another application"),
    "client empty": (token(claims(client_id="")), "another application"),
    "expired": (token(claims(exp=NOW - 30)), "expired"),
    "expired long ago": (token(claims(exp=0)), "expired"),
    "expiry absent": (token(claims(exp=None)), "`exp` is not a time"),
    "expiry text": (token(claims(exp="2099-01-01")), "`exp` is not a time"),
    "expiry true": (token(claims(exp=True)), "`exp` is not a time"),
    "expiry NaN": (token(claims(exp=float("nan"))), "`exp` is not a time"),
    "expiry infinite": (token(claims(exp=float("inf"))), "`exp` is not a time"),
    "issued in 10^400 seconds": (token(claims(iat=10**400)), "not valid yet"),
    "not before": (token(claims(nbf=NOW + 31)), "not valid yet"),
    "issued later": (token(claims(iat=NOW + 31)), "not valid yet"),
    "subject absent": (token(claims(sub=None)), "whom it is about"),
    "subject empty": (token(claims(sub="")), "whom it is about"),
    "subject a number": (token(claims(sub=1)), "whom it is about"),
    "subject with NUL": (token(claims(sub="a\0b")), "whom it is about"),
    "subject long": (token(claims(sub="a" * 129)), "whom it is about"),
    "no groups": (token(claims(**{"cognito:groups": None})), "grants no role"),
    "empty groups": (token(claims(**{"cognito:groups": []})), "grants no role"),
    "unknown group": (token(claims(**{"cognito:groups": ["root"]})), "grants no role"),
    "group in capitals": (token(claims(**{"cognito:groups": ["ADMIN"]})), "grants no role"),
    "database role": (token(claims(**{"cognito:groups": ["app_admin"]})), "grants no role"),
    "groups as text": (token(claims(**{"cognito:groups": "admin"})), "grants no role"),
    "groups in groups": (token(claims(**{"cognito:groups": [["admin"]]})), "grants no role"),
    "two roles": (token(claims(**{"cognito:groups": ["student", "admin"]})), "several roles"),
}


@pytest.mark.parametrize("forged", FOREIGN_KEYS.values(), ids=FOREIGN_KEYS)
def test_a_key_brought_along_is_not_used(verifier: TokenVerifier, forged: str) -> None:
    assert NOT_OURS in refusal(verifier, forged)


@pytest.mark.parametrize("forged", ALGORITHMS.values(), ids=ALGORITHMS)
def test_a_token_does_not_choose_its_algorithm(verifier: TokenVerifier, forged: str) -> None:
    assert NOT_OURS in refusal(verifier, forged)


@pytest.mark.parametrize("forged", GARBAGE.values(), ids=GARBAGE)
def test_garbage_is_refused_like_any_other_token(verifier: TokenVerifier, forged: str) -> None:
    assert NOT_OURS in refusal(verifier, forged)


@pytest.mark.parametrize(("signed", "sentence"), CLAIMS.values(), ids=CLAIMS)
def test_a_signature_is_not_enough(verifier: TokenVerifier, signed: str, sentence: str) -> None:
    assert sentence in refusal(verifier, signed)


def test_a_refusal_repeats_nothing_of_the_token(verifier: TokenVerifier) -> None:
    said = refusal(verifier, token(claims(iss="https://secret.example.org")))

    assert "secret" not in said
