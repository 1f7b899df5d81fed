"""Health: whether the process runs, and whether it can do its work."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import Engine, text


def blueprint(engine: Engine) -> Blueprint:
    """Return the two addresses that a load balancer asks, without a token."""
    health = Blueprint("health", __name__, url_prefix="/health")

    @health.get("/live")
    def live() -> Response:
        return jsonify(status="ok")

    @health.get("/ready")
    def ready() -> Response:
        # A database that does not answer is a 503, as for any request.
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        return jsonify(status="ok", database="ok")

    return health
