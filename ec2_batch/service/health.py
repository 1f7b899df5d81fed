"""Health: whether the process runs, and whether it can do its work."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from ec2_batch.service.problems import UNREACHABLE_FOR_NOW, problem


def blueprint(engine: Engine) -> Blueprint:
    """Return the two addresses that a load balancer asks, without a token."""
    health = Blueprint("health", __name__, url_prefix="/health")

    @health.get("/live")
    def live() -> Response:
        return jsonify(status="ok")

    @health.get("/ready")
    def ready() -> Response:
        try:
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return problem(503, UNREACHABLE_FOR_NOW)
        return jsonify(status="ok", database="ok")

    return health
