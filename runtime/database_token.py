"""Database tokens: with IAM authentication, what signs a program in instead of a password."""

from collections.abc import Callable
from urllib.parse import urlsplit

TOKEN_SECONDS = 900  # RDS accepts a token for 15 minutes; only connecting needs it


def database_token_source(database_url: str) -> Callable[[], str]:
    """Return a function that signs a token for the role and host of a database URL.

    Source: Amazon RDS User Guide, "IAM database authentication".
    """
    # Not at import time: only a host with an IAM role has a use for it.
    from botocore.auth import SigV4QueryAuth
    from botocore.awsrequest import AWSRequest
    from botocore.session import get_session

    url = urlsplit(database_url)
    session = get_session()

    def token() -> str:
        address = f"https://{url.hostname}:{url.port or 5432}/"
        request = AWSRequest("GET", f"{address}?Action=connect&DBUser={url.username}")
        region = session.get_config_variable("region")
        credentials = session.get_credentials()
        assert credentials is not None, "an IAM role gives credentials"
        signer = SigV4QueryAuth(credentials, "rds-db", region, TOKEN_SECONDS)
        signer.add_auth(request)
        return str(request.url).removeprefix("https://")

    return token
