"""The claims that API Gateway's Cognito authorizer would hand to the function.

Unlike API Gateway this refuses nobody: the function verifies each token again, and here
its own refusals can be seen.
"""

import base64
import json
import time
from collections.abc import Mapping
from typing import Any

from runtime.identity import InvalidTokenError, TokenVerifier, bearer_token

CACHED_TOKENS = 1000  # API Gateway remembers them as well, for five minutes


class Authorizer:
    """Knows the claims of the valid tokens it has seen."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Accept the tokens that a function with this environment accepts."""
        clients = environment["TOKEN_CLIENT_IDS"].split(",")
        issuer, keys = environment["TOKEN_ISSUER"], environment["TOKEN_JWKS"]
        self._verifier = TokenVerifier(issuer, keys, clients)
        self._known: dict[str, tuple[dict[str, str], float]] = {}

    def claims(self, authorization: str | None) -> dict[str, str] | None:
        """Return the claims of an Authorization header, None if it proves nothing."""
        if not authorization:
            return None
        claims, expiry = self._known.get(authorization, (None, 0.0))
        if claims is None or expiry < time.time():
            claims = self._verified(authorization)
        return claims

    def _verified(self, authorization: str) -> dict[str, str] | None:
        try:
            token = bearer_token(authorization)
            self._verifier.verify(token)
        except InvalidTokenError:
            return None
        if len(self._known) >= CACHED_TOKENS:
            self._known.clear()
        payload = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        self._known[authorization] = (as_text(payload), payload["exp"])
        return as_text(payload)


def as_text(claims: Mapping[str, Any]) -> dict[str, str]:
    """Return claims as API Gateway passes them on: all text, groups joined by commas."""
    return {
        name: ",".join(value) if isinstance(value, list) else str(value)
        for name, value in claims.items()
    }
