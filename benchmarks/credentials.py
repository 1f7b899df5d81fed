"""The caller that every subject answers, and how the API is made to believe in it."""

import json
import time
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from schema.access.caller import Caller, caller_parameters
from schema.access.roles import Role

CALLER = Caller(subject="demo-registrar", role=Role.REGISTRAR)
ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Benchmark"
CLIENT = "benchmark"
LIFETIME = 24 * 3600  # seconds, more than any run takes


@dataclass(frozen=True, slots=True)
class Credentials:
    """A token for the caller, and what the API needs to check it."""

    token: str
    settings: dict[str, str]


def make_credentials(database_url: str) -> Credentials:
    """Return credentials signed by a key that nobody else has."""
    key = RSAKey.generate_key(2048, auto_kid=True)
    now = int(time.time())
    claims: dict[str, Any] = {
        "sub": CALLER.subject,
        "iss": ISSUER,
        "client_id": CLIENT,
        "token_use": "access",
        "cognito:groups": [CALLER.role.value],
        "iat": now,
        "exp": now + LIFETIME,
    }
    settings = {
        "ENVIRONMENT": "development",
        "DATABASE_URL": database_url,
        "DATABASE_AUTH": "password",
        "TOKEN_ISSUER": ISSUER,
        "TOKEN_JWKS": json.dumps({"keys": [key.as_dict(private=False)]}),
        "TOKEN_CLIENT_IDS": CLIENT,
        "UPLOAD_BUCKET": "none",
        "REPORT_BUCKET": "none",
        "LOG_LEVEL": "WARNING",
    }
    return Credentials(jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key), settings)


def caller_words() -> dict[str, str]:
    """Return the caller for subjects that are told instead of shown a token."""
    return caller_parameters(CALLER)
