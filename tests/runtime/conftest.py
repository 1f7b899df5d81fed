"""What tests of the edges share: one verifier of tokens."""

import pytest

from runtime.identity import TokenVerifier
from tests.runtime.tokens import CLIENT_ID, ISSUER, jwks


@pytest.fixture(scope="module")
def verifier() -> TokenVerifier:
    return TokenVerifier(ISSUER, jwks(), [CLIENT_ID, "console-client"])
