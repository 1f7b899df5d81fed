"""Connections to the records."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url

CONNECT_TIMEOUT = 5  # seconds, to a database that does not answer
# A host that vanished is noticed within a minute, and not after the system's two hours.
KEEPALIVES = {
    "keepalives_idle": 30,  # seconds
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # ms
}


def make_engine(
    url: str,
    *,
    auth: str = "password",  # or iam
    pool_size: int = 1,
    password_source: Callable[[], str] | None = None,
    ping: bool = True,
) -> Engine:
    """Return an engine for one of the service logins.

    Timeouts, time zone and planner settings belong to the login (schema/access/logins.py),
    because RDS Proxy refuses them in the connection string.
    With `iam`, `password_source` makes the token each new connection signs in with.
    """
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg2"),
        pool_size=pool_size,
        max_overflow=0,
        # A failover leaves connections that only look alive. A ping is a round trip,
        # so the API asks for none and mends a connection when it finds it broken.
        pool_pre_ping=ping,
        pool_use_lifo=True,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT,
            "client_encoding": "utf8",
            **KEEPALIVES,
        },
    )
    if auth == "iam":
        if password_source is None:
            raise ValueError("IAM authentication needs a source of tokens.")
        _sign_in_with(engine, password_source)
    return engine


def _sign_in_with(engine: Engine, password_source: Callable[[], str]) -> None:
    def add_password(_dialect: Any, _record: Any, _args: Any, parameters: dict[str, Any]) -> None:
        parameters["password"] = password_source()

    event.listen(engine, "do_connect", add_password)
