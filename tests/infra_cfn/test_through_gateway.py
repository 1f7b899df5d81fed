"""The real way on one machine: the stacks' API Gateway, their Lambda from its zip, PostgreSQL.

Nothing of ours stands between but a door that knows the API's address.
"""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from typing import Any

import psycopg2
import pytest

from tests.infra_cfn.upload_form import post_form
from tests.local_system import LocalSystem, running_system
from tests.xray_daemon import XRayDaemon, xray_daemon

CREATE = """
mutation { importCreate(input: { fileName: "students.csv" }) {
  importJob { id } userErrors { message } upload { url fields { name value } } } }
"""
STATE = "query ($id: ID!) { importJob(id: $id) { state } }"
IMPORTED_WITHIN = 120.0  # seconds; on a busy machine


@pytest.fixture(scope="module")
def daemon() -> Iterator[XRayDaemon]:
    with xray_daemon() as daemon:
        yield daemon


@pytest.fixture(scope="module")
def system(daemon: XRayDaemon) -> Iterator[LocalSystem]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_XRAY_DAEMON_ADDRESS", daemon.address)
        with running_system("--through-gateway") as system:
            yield system


def send(
    system: LocalSystem, path: str, body: Any = None, role: str | None = None
) -> tuple[int, Message, bytes]:
    headers = {"Content-Type": "application/json"} if body else {}
    if role:
        headers["Authorization"] = f"Bearer {system.token(role)}"
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(system.origin + path, data, headers)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read()


def ask(system: LocalSystem, role: str, query: str, **variables: str) -> Any:
    asked = {"query": query, "variables": variables}
    status, _, body = send(system, "/graphql", asked, role)
    assert status == 200, body
    return json.loads(body)["data"]


def test_a_question_is_answered_from_the_database_by_the_zip(system: LocalSystem) -> None:
    with psycopg2.connect(system.up["database_url"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM student")
        (students,) = cursor.fetchone() or (None,)

    answer = ask(system, "admin", "{ studentCount }")

    unpacked = (system.folder / ".data/aws/tmp").glob("ministack-lambda-*/code/graphql_api")
    assert answer == {"studentCount": students}
    assert list(unpacked), "the function was not unpacked from its zip"


def test_a_question_is_one_trace_from_the_stage_to_the_statement(
    system: LocalSystem, daemon: XRayDaemon
) -> None:
    ask(system, "auditor", "{ studentCount }")

    statement = daemon.find_all("postgresql", 1)[-1]
    stage = daemon.find_all("student-cloud/prod", 1)
    assert statement.trace_id in {span.trace_id for span in stage}


def test_who_has_no_token_is_refused_by_the_gateway_itself(system: LocalSystem) -> None:
    status, _, body = send(system, "/graphql", {"query": "{ __typename }"})

    assert (status, json.loads(body)) == (401, {"message": "Unauthorized"})


def test_a_token_that_was_tampered_with_is_refused(system: LocalSystem) -> None:
    head, claims, signature = system.token("student").split(".")
    tampered = ".".join([head, claims[:-4] + "AAAA", signature])
    forged = LocalSystem(system.folder, {**system.up, "tokens": {"student": tampered}})

    status, _, _ = send(forged, "/graphql", {"query": "{ __typename }"}, "student")

    assert status == 401


def test_pages_come_through_with_all_that_protects_them(system: LocalSystem) -> None:
    for page in ("/console?as=operator", "/graphiql?as=admin", "/prod/console?as=operator"):
        status, headers, body = send(system, page)

        assert (status, body[:15]) == (200, b"<!doctype html>")
        assert headers["Content-Security-Policy"].startswith(
            "default-src 'none'; script-src 'self'"
        )
        assert headers["ETag"]


def test_the_service_knows_by_which_path_it_is_reached(system: LocalSystem) -> None:
    _, _, body = send(system, "/api", role="operator")

    assert '"/prod/' in body.decode()


def test_a_file_is_uploaded_and_imported(system: LocalSystem) -> None:
    created = ask(system, "operator", CREATE)["importCreate"]
    file = "student_number,given_name,family_name\nS-realway,Noor,Quist\n"

    status = post_form(created["upload"], file)

    assert (created["userErrors"], status) == ([], 204)
    assert state_at_rest(system, created["importJob"]["id"]) == "COMPLETED"


def state_at_rest(system: LocalSystem, job: str) -> str:
    deadline = time.monotonic() + IMPORTED_WITHIN
    state, moving = "AWAITING_UPLOAD", ("AWAITING_UPLOAD", "VALIDATING", "APPLYING")
    while state in moving and time.monotonic() < deadline:
        time.sleep(0.5)
        state = ask(system, "operator", STATE, id=job)["importJob"]["state"]
    return state
