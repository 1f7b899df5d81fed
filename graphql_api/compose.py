"""Composition: the settings → the application and the function that Lambda calls."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import psycopg2
from mangum import Mangum
from sqlalchemy.exc import DBAPIError

from graphql_api.app import App
from graphql_api.context import Context
from graphql_api.database import Database
from graphql_api.execute import Executor
from graphql_api.profile import profile_named
from graphql_api.request import GRAPHQL_RESPONSE, JSON
from graphql_api.root import make_schema
from graphql_api.storage import Storage
from graphql_api.trusted import Trusted, read_manifest
from runtime import log, tracing
from runtime.database_token import database_token_source
from runtime.identity import verifier
from runtime.settings import ApiSettings
from schema.access.caller import Caller
from schema.access.roles import Role
from schema.database import make_engine

# What load balancers and clients ask when they only ask whether somebody is there.
PING = "{ __typename }"


def make_app(settings: ApiSettings) -> App:
    """Return the application that the settings describe."""
    url, auth = settings.database_url, settings.database_auth
    source = database_token_source(url) if auth == "iam" else None
    engine = make_engine(url, auth=auth, password_source=source, ping=False)
    return App(
        Executor(make_schema()._schema, profile_named(settings.api_profile)),
        Database(engine, prepare=settings.database_prepare == "on"),
        Storage(settings.upload_bucket, settings.report_bucket),
        verifier(settings),
        _listed(settings.cors_origins),
        Trusted(read_manifest(), _listed(settings.trusted_client_ids)),
    )


def _listed(words: str) -> frozenset[str]:
    return frozenset(word.strip() for word in words.split(",") if word.strip())


def make_handler(settings: ApiSettings, *, warm: bool = False) -> Any:
    """Return the function that Lambda calls with API Gateway's REST proxy events."""
    log.configure(settings.log_level)
    tracing.configure("graphql-api")
    app = make_app(settings)
    gateway = Mangum(
        app,  # type: ignore[arg-type]
        lifespan="off",
        text_mime_types=[JSON, GRAPHQL_RESPONSE],
    )
    loop = asyncio.new_event_loop()

    def handle(event: dict[str, Any], context: Any) -> Any:
        # Mangum takes the thread's loop, and Python no longer makes one by itself.
        asyncio.set_event_loop(loop)
        return gateway(event, context)

    if warm:
        warm_up(app)
        handle(_event_of_nobody(app.verifier.unsigned_token()), None)
    return handle


def warm_up(app: App) -> None:
    """Take the way of a small query, so that no client waits for what only comes once.

    A database that is away is left to the first request, which says so.
    """
    for document in (PING, *app.trusted.documents.values()):
        app.executor.learn(document)
    moment = datetime.now(UTC).date()
    nobody = Context(Caller("", Role.STUDENT), app.database, app.storage, moment, "init")
    with app.database.one_request(), suppress(psycopg2.Error, DBAPIError):
        app.executor.answer("{ viewer { role } }", {}, None, nobody)


def _event_of_nobody(token: str) -> dict[str, Any]:
    """Return a request that goes as far as the check of its token, which refuses it.

    OpenSSL, the event loop and Mangum each take their time only once.
    """
    return {
        "resource": "/graphql",
        "path": "/graphql",
        "httpMethod": "POST",
        "headers": {"Authorization": f"Bearer {token}", "Content-Type": JSON},
        "requestContext": {},
        "body": "{}",
        "isBase64Encoded": False,
    }
