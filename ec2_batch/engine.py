"""Engines of the batch host."""

from sqlalchemy import Engine

from runtime.database_token import database_token_source
from runtime.settings import BatchSettings
from schema.database import make_engine


def engine_for(settings: BatchSettings, connections: int) -> Engine:
    """Return an engine that holds so many connections at most."""
    iam = settings.database_auth == "iam"
    return make_engine(
        settings.database_url,
        auth=settings.database_auth,
        pool_size=connections,
        password_source=database_token_source(settings.database_url) if iam else None,
    )
