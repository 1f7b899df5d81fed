"""The Flask service of the batch host: console, GraphiQL, the /students façade, health."""

from pathlib import Path

from flask import Flask
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from ec2_batch.service import (
    api_index,
    console,
    graphiql,
    health,
    import_formats,
    problems,
    request_edge,
    students,
)
from ec2_batch.service.records import Records
from runtime import log, tracing
from runtime.database_token import database_token_source
from runtime.identity import verifier
from runtime.settings import BatchSettings
from schema.database import make_engine

MAX_BODY_BYTES = 100_000  # one student; files go to the upload bucket
CONNECTIONS = 4  # one for each thread of a gunicorn worker, see gunicorn_config.py


def create_app(settings: BatchSettings | None = None) -> Flask:
    """Return the service; gunicorn calls this in each worker, after the fork."""
    settings = settings or BatchSettings.read()
    log.configure(settings.log_level)
    tracing.configure(request_edge.SERVICE)
    return build(settings, connect(settings))


def build(settings: BatchSettings, engine: Engine) -> Flask:
    """Return the service over an engine."""
    app = Flask(__name__, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES, PROPAGATE_EXCEPTIONS=False)
    app.url_map.strict_slashes = True
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    request_edge.register(app)
    problems.register(app)
    app.register_blueprint(health.blueprint(engine))
    app.register_blueprint(api_index.blueprint())
    app.register_blueprint(import_formats.blueprint())
    facade = students.blueprint(Records(engine, verifier(settings)))
    app.register_blueprint(facade)
    # The same for clients that take the address of the index for the root of all.
    app.register_blueprint(facade, url_prefix="/api/students", name="api_students")
    app.register_blueprint(console.blueprint(console.upload_origins(settings)))
    app.register_blueprint(graphiql.blueprint(Path(settings.graphiql_directory).resolve()))
    # The gateway says below which path it serves us: /prod on AWS.
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=0, x_prefix=1)  # type: ignore[method-assign]
    return app


def connect(settings: BatchSettings) -> Engine:
    """Return the engine of one gunicorn worker."""
    iam = settings.database_auth == "iam"
    return make_engine(
        settings.database_url,
        auth=settings.database_auth,
        pool_size=CONNECTIONS,
        password_source=database_token_source(settings.database_url) if iam else None,
    )
