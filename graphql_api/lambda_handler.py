"""The Lambda: everything made once at INIT, then API Gateway events in, responses out."""

import gc

gc.disable()  # nothing that is imported here becomes garbage

from typing import Any  # noqa: E402

from mangum import Mangum  # noqa: E402

from graphql_api.app import App  # noqa: E402
from graphql_api.database import Database  # noqa: E402
from graphql_api.execute import Executor  # noqa: E402
from graphql_api.request import GRAPHQL_RESPONSE  # noqa: E402
from graphql_api.root import make_schema  # noqa: E402
from graphql_api.storage import Storage  # noqa: E402
from runtime import log, tracing  # noqa: E402
from runtime.database_token import database_token_source  # noqa: E402
from runtime.identity import TokenVerifier  # noqa: E402
from runtime.settings import ApiSettings  # noqa: E402
from schema.database import make_engine  # noqa: E402


def make_app(settings: ApiSettings) -> App:
    """Return the application that the settings describe."""
    engine = make_engine(
        settings.database_url,
        auth=settings.database_auth,
        password_source=(
            database_token_source(settings.database_url)
            if settings.database_auth == "iam"
            else None
        ),
        ping=False,
    )
    verifier = TokenVerifier(
        settings.token_issuer, settings.token_jwks, settings.token_client_ids.split(",")
    )
    return App(
        Executor(make_schema()._schema, introspection=settings.api_profile == "explorer"),
        Database(engine, prepare=settings.database_prepare == "on"),
        Storage(settings.upload_bucket, settings.report_bucket),
        verifier,
        frozenset(filter(None, settings.cors_origins.split(","))),
    )


def make_handler(settings: ApiSettings) -> Any:
    """Return the function that Lambda calls."""
    log.configure(settings.log_level)
    tracing.configure("graphql-api")
    gateway = Mangum(
        make_app(settings),  # type: ignore[arg-type]
        lifespan="off",
        text_mime_types=["application/json", GRAPHQL_RESPONSE],
    )

    def handle(event: dict[str, Any], context: Any) -> Any:
        return gateway(event, context)

    return handle


handler = make_handler(ApiSettings.read())
gc.enable()
gc.freeze()
