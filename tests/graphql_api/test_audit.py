"""GraphQL over HTTP, as the specification's own audits see the handler behind the gateway."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from schema.access.roles import Role
from tests.conftest import Database
from tests.infra_cfn.gateway_process import gateway
from tests.runtime.tokens import claims, token
from web.build import find_npm

AUDIT = Path(__file__).parent / "audit"
# What production keeps closed: GET (the first three) and introspection.
CLOSED = {"5A70", "D6D5", "6A70", "28B9", "2EA1"}


@pytest.fixture(scope="module")
def node() -> tuple[str, dict[str, str]]:
    """The Node that builds the GraphiQL page, with the audits installed, and its environment."""
    npm, environment = find_npm()
    lock, installed = AUDIT / "package-lock.json", AUDIT / "node_modules" / ".package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < lock.stat().st_mtime:
        command = [*npm, "ci", "--no-progress", "--loglevel=error"]
        subprocess.run(command, cwd=AUDIT, env=environment, check=True)
        os.utime(installed)
    found = shutil.which("node", path=environment["PATH"])
    assert found
    return found, environment


def audited(
    database: Database, profile: str, node: tuple[str, dict[str, str]]
) -> dict[str, dict[str, str]]:
    """Return what each audit found, by its id."""
    program, environment = node
    now = int(time.time())
    signed = token(
        claims(sub="demo-admin", iat=now, exp=now + 600, **{"cognito:groups": [Role.ADMIN]})
    )
    settings = {
        "ENVIRONMENT": "local",
        "DATABASE_URL": database.api_url,
        "DATABASE_AUTH": "password",
        "UPLOAD_BUCKET": "uploads",
        "REPORT_BUCKET": "reports",
        "API_PROFILE": profile,
    }
    handler = "graphql_api.lambda_handler.handler"
    with gateway(handler=handler, environment=settings) as door:
        asked = {
            "url": f"http://127.0.0.1:{door.port}/graphql",
            "authorization": f"Bearer {signed}",
        }
        run = subprocess.run(
            [program, str(AUDIT / "audit.js")],
            input=json.dumps(asked),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 0, run.stderr
    return {found["id"]: found for found in json.loads(run.stdout)}


def test_who_explores_finds_the_whole_specification(
    database: Database, node: tuple[str, dict[str, str]]
) -> None:
    found = audited(database, "explorer", node)

    assert len(found) == 61
    assert [audit for audit in found.values() if audit["status"] != "ok"] == []


def test_production_departs_from_it_where_it_is_closed_and_nowhere_else(
    database: Database, node: tuple[str, dict[str, str]]
) -> None:
    found = audited(database, "production", node)

    assert {id for id, audit in found.items() if audit["status"] != "ok"} == CLOSED
