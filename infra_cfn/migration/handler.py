"""Migrates the database and answers with what came of it: {"phase": "expand" | "all"}."""

import json
from dataclasses import asdict
from typing import Any

import boto3
from psycopg2 import Error as DatabaseError
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from runtime.settings import MigrationSettings
from schema.migrate import LOCK_TIMEOUT, migrate
from schema.migration_phases import MigrationOrderError, Phase

LOCK_NOT_AVAILABLE = "55P03"


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Return {"revision", "waiting"}, or {"error"} with a sentence when nothing was changed."""
    settings = MigrationSettings.read()
    try:
        return asdict(migrate(_login(settings), Phase(event["phase"])))
    except MigrationOrderError as error:
        return {"error": str(error)}
    except DBAPIError as error:
        return {"error": _sentence(error.orig)}
    except DatabaseError as error:  # from a cursor that SQLAlchemy does not stand before
        return {"error": _sentence(error)}


def _login(settings: MigrationSettings) -> str:
    # Asked for each time: RDS changes the password when it likes.
    answer = boto3.client("secretsmanager").get_secret_value(SecretId=settings.master_secret_arn)
    secret = json.loads(answer["SecretString"])
    url = make_url(settings.database_url)
    login = url.set(username=secret["username"], password=secret["password"])
    return login.render_as_string(hide_password=False)


def _sentence(error: BaseException | None) -> str:
    """Return what the server says, without the statement and the rows that it quotes."""
    code = getattr(error, "pgcode", None)
    if code == LOCK_NOT_AVAILABLE:
        return (
            f"A table was in use for longer than {LOCK_TIMEOUT}, so nothing was changed."
            " Run it again when fewer people are at work."
        )
    if code is None:
        return "The database cannot be reached, or does not let this login in."
    said = getattr(error, "diag", None)
    return f"PostgreSQL refused ({code}), so nothing was changed: {said and said.message_primary}"
