"""Access tokens, honest and forged, on keys made for the test run."""

import base64
import json
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example"
CLIENT_ID = "3n4b5urk1ft4fl3mg5e62d9ado"
KEY_ID = "signing-key-1"
NOW = 1_800_000_000.0


@cache
def issuer_key() -> rsa.RSAPrivateKey:
    """Return the key that the user pool signs with."""
    return rsa.generate_private_key(65537, 2048)


@cache
def strangers_key() -> rsa.RSAPrivateKey:
    """Return a key that no user pool has."""
    return rsa.generate_private_key(65537, 2048)


def public_pem(key: rsa.RSAPrivateKey) -> bytes:
    """Return the public half as an attacker finds it."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def jwk(key: rsa.RSAPrivateKey, **more: Any) -> dict[str, Any]:
    """Return the public half as a JSON Web Key."""
    numbers = key.public_key().public_numbers()
    modulus = encoded(numbers.n.to_bytes(256, "big"))
    return {"kty": "RSA", "alg": "RS256", "use": "sig", "n": modulus, "e": "AQAB", **more}


def jwks() -> str:
    """Return the user pool's key set, as configured."""
    return json.dumps({"keys": [jwk(issuer_key(), kid=KEY_ID)]})


def claims(**changed: Any) -> dict[str, Any]:
    """Return the claims of a registrar's access token; a change to None takes one away."""
    honest = {
        "sub": "6f1c1f3e-8a61-4ff2-9d6e-0c6a1d1f2b3c",
        "iss": ISSUER,
        "client_id": CLIENT_ID,
        "token_use": "access",
        "cognito:groups": ["registrar"],
        "iat": NOW - 60,
        "exp": NOW + 3600,
        "jti": "00000000-0000-0000-0000-000000000001",
    }
    return {name: value for name, value in (honest | changed).items() if value is not None}


def header(**changed: Any) -> dict[str, Any]:
    """Return the header Cognito writes; a change to None takes a field away."""
    honest = {"kid": KEY_ID, "alg": "RS256"}
    return {name: value for name, value in (honest | changed).items() if value is not None}


def token(claims_: Any, header_: Any = None, *, key: rsa.RSAPrivateKey | None = None) -> str:
    """Return claims signed with RS256, whatever the header says."""
    unsigned = unsigned_token(claims_, header() if header_ is None else header_)
    signature = (key or issuer_key()).sign(unsigned.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{unsigned}.{encoded(signature)}"


def hmac_token(claims_: Any, header_: Any, secret: bytes) -> str:
    """Return claims signed with HS256."""
    unsigned = unsigned_token(claims_, header_)
    signer = hmac.HMAC(secret, hashes.SHA256())
    signer.update(unsigned.encode())
    return f"{unsigned}.{encoded(signer.finalize())}"


def unsigned_token(claims_: Any, header_: Any) -> str:
    """Return the two parts that a signature covers."""
    return f"{encoded(as_bytes(header_))}.{encoded(as_bytes(claims_))}"


def as_bytes(value: Any) -> bytes:
    """Return JSON, or bytes as they are, for what is not JSON."""
    return value if isinstance(value, bytes) else json.dumps(value).encode()


def encoded(raw: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
