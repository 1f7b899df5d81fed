"""Identity: who sends a request, proven by a Cognito access token."""

import json
import math
import re
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from runtime.settings import ApiSettings, BatchSettings
from schema.access.caller import Caller
from schema.access.roles import Role

MAX_TOKEN_BYTES = 8192  # Cognito's own stay under 2 kB; a header line has 10 kB on API Gateway
TOKENS_KEPT = 500  # whose signatures were found good; a client sends the same one all day
RSA_BYTES = 256  # of a signature with Cognito's keys
LEEWAY_SECONDS = 30  # how far the issuer's clock and ours may differ

COGNITO_ISSUER = re.compile(r"https://cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[\w-]+")

# Cognito's are UUIDs. PostgreSQL takes no NUL, and no account has a blank in its subject.
SUBJECT = re.compile(r"[!-~]{1,128}")


class InvalidTokenError(Exception):
    """A request without a token that proves who sends it; the message is for the client."""


def bearer_token(header: str | None) -> str:
    """Return the token of an Authorization header.

    Raises:
        InvalidTokenError: the header is absent or of another scheme.
    """
    scheme, _, token = (header or "").strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise InvalidTokenError("Send an access token as `Authorization: Bearer <token>`.")
    return token.strip()


def verifier(settings: ApiSettings | BatchSettings) -> "TokenVerifier":
    """Return the verifier of the tokens that this deployment accepts.

    Raises:
        ValueError: the issuer is not Cognito although this is not a laptop,
            or its keys cannot be read.
    """
    if settings.environment != "local" and not COGNITO_ISSUER.fullmatch(settings.token_issuer):
        raise ValueError("TOKEN_ISSUER must be a Cognito user pool outside a local environment.")
    client_ids = [name.strip() for name in settings.token_client_ids.split(",")]
    return TokenVerifier(settings.token_issuer, settings.token_jwks, filter(None, client_ids))


class TokenVerifier:
    """Turns an access token of one issuer into the caller it was signed for."""

    def __init__(self, issuer: str, jwks: str, client_ids: Iterable[str]) -> None:
        """Keep the issuer's exact name, its public keys (JSON) and the clients to accept."""
        self._issuer = issuer
        self._keys = signing_keys(jwks)
        self._client_ids = frozenset(client_ids)
        # Pinned, so that a token cannot pick `none`, or HMAC with the public key as its secret.
        self._registry = jws.JWSRegistry(algorithms=["RS256"])
        # What was good stays good until it expires, and checking it is most of a small
        # request's work.
        self._believed = lru_cache(TOKENS_KEPT)(self._check)

    def verify(self, token: str, *, now: float | None = None) -> Caller:
        """Return the caller that the token was issued to.

        Raises:
            InvalidTokenError: for anything but an access token in force.
        """
        claims, caller = self._believed(token)
        check_period(claims, time.time() if now is None else now)
        return caller

    def unsigned_token(self) -> str:
        """Return a token in the form of ours whose signature is none, to rehearse a check with."""
        kid = self._keys.keys[0].kid
        header = urlsafe_b64encode(json.dumps({"alg": "RS256", "kid": kid}).encode())
        signature = urlsafe_b64encode(bytes([1]) * RSA_BYTES)
        return f"{header.decode().rstrip('=')}.e30.{signature.decode().rstrip('=')}"

    def _check(self, token: str) -> tuple[dict[str, Any], Caller]:
        """Check all that time does not change."""
        claims = self._check_signature(token)
        self._check_origin(claims)
        return claims, Caller(subject(claims), role(claims), claims["client_id"])

    def _check_signature(self, token: str) -> dict[str, Any]:
        if len(token) > MAX_TOKEN_BYTES:
            raise InvalidTokenError("The access token is too long.")
        try:
            signed = jws.deserialize_compact(token, self._keys, registry=self._registry)
            claims = json.loads(signed.payload or b"")
        # The list is long because the header is read before the signature is checked:
        # a stranger decides what json and base64 are given, nesting included.
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise InvalidTokenError("The access token is not one of ours.") from None
        if not isinstance(claims, dict):
            raise InvalidTokenError("The access token carries no claims.")
        return claims

    def _check_origin(self, claims: dict[str, Any]) -> None:
        if claims.get("iss") != self._issuer:
            raise InvalidTokenError("The access token comes from another issuer.")
        # An ID token is signed by the same keys, but says who signed in, not what they may do.
        if claims.get("token_use") != "access":
            raise InvalidTokenError("Send an access token; this is a token of another kind.")
        client_id = claims.get("client_id")
        if not isinstance(client_id, str) or client_id not in self._client_ids:
            raise InvalidTokenError("The access token was issued to another application.")


def signing_keys(jwks: str) -> KeySet:
    """Return the RSA keys of a JSON Web Key Set that are meant for signatures.

    Raises:
        ValueError: there is none, or the text is no key set.
    """
    try:
        keys = json.loads(jwks)["keys"]
        usable = [k for k in keys if k["kty"] == "RSA" and k.get("use", "sig") == "sig"]
        return KeySet.import_key_set({"keys": usable})
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as unusable:
        raise ValueError("TOKEN_JWKS is not a JSON Web Key Set with an RSA key.") from unusable


def check_period(claims: dict[str, Any], now: float) -> None:
    """Refuse claims that are over, or not yet in force."""
    if moment(claims, "exp") <= now - LEEWAY_SECONDS:
        raise InvalidTokenError("The access token has expired.")
    for name in ("nbf", "iat"):
        if name in claims and moment(claims, name) > now + LEEWAY_SECONDS:
            raise InvalidTokenError("The access token is not valid yet.")


def moment(claims: dict[str, Any], name: str) -> float:
    """Return a claim in seconds since 1970."""
    value = claims.get(name)
    # True is an int, and every comparison with NaN is false: neither may pass for a time.
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    raise InvalidTokenError(f"The access token's `{name}` is not a time.")


def subject(claims: dict[str, Any]) -> str:
    """Return who the token is about."""
    value = claims.get("sub")
    if not isinstance(value, str) or not SUBJECT.fullmatch(value):
        raise InvalidTokenError("The access token does not say whom it is about.")
    return value


def role(claims: dict[str, Any]) -> Role:
    """Return the one role that the token grants; groups that are no role do not count."""
    groups = claims.get("cognito:groups")
    known = (
        set(Role) & {g for g in groups if isinstance(g, str)} if isinstance(groups, list) else ()
    )
    if not known:
        raise InvalidTokenError("The access token grants no role.")
    if len(known) > 1:
        raise InvalidTokenError("The access token grants several roles; sign in with one.")
    return Role(next(iter(known)))
