"""A stand-in that evaluates our policies and speaks TLS: an import goes through, and no more.

From a question to API Gateway, by a form that the function signs, to a host that has nothing but
its role. `infra_cfn/local/stand_in/missing_evaluations.py` says what is not proven by it.
"""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import SSLError
from sqlalchemy import text

from infra_cfn.api_address import api_address
from infra_cfn.local.aws.ministack import PYTHON, REGION
from infra_cfn.local.processes.readiness import await_first_word
from infra_cfn.local.programs import Programs
from infra_cfn.local.stand_in.missing_evaluations import (
    FALSE_DENIALS,
    LET_THROUGH,
    MENDED,
    NOT_ASKED,
)
from infra_cfn.local.variables import batch_variables
from schema.access.roles import Role
from schema.models.account import Account
from tests.conftest import Database
from tests.factories import made, make_org, word
from tests.infra_cfn.upload_form import post_form
from tests.least_privilege.asking import ASK, allowed
from tests.least_privilege.guarded import SESSION, Guarded, guarded_stand_in
from tests.least_privilege.matrix import HOST, MAY, MAY_NOT, Row
from tests.least_privilege.test_matrix import named

CREATE = """
mutation { importCreate(input: { fileName: "students.csv" }) {
  importJob { id } userErrors { message } upload { url fields { name value } } } }
"""
STATE = "query ($id: ID!) { importJob(id: $id) { state } }"
IMPORTED_WITHIN = 120.0  # seconds; on a busy machine
ASKED = [row for row in (*MAY, *MAY_NOT) if row[1] not in NOT_ASKED]


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Iterator[Guarded]:
    with guarded_stand_in(tmp_path_factory.mktemp("guarded"), database) as running:
        yield running


@pytest.fixture(scope="module")
def operator(stand_in: Guarded, database: Database) -> str:
    """The access token of one who may import into a school."""
    pool = stand_in.aws.client("cognito-idp")
    user = {"UserPoolId": stand_in.outputs["UserPoolId"], "Username": f"{word('o')}@example.org"}
    password = word("Secret-1-")
    made_user = pool.admin_create_user(**user, MessageAction="SUPPRESS")["User"]
    pool.admin_set_user_password(**user, Password=password, Permanent=True)
    pool.admin_add_user_to_group(**user, GroupName=Role.OPERATOR.value)
    answer = pool.admin_initiate_auth(
        UserPoolId=user["UserPoolId"],
        ClientId=stand_in.outputs["TokenClientIds"],
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user["Username"], "PASSWORD": password},
    )
    subject = next(a["Value"] for a in made_user["Attributes"] if a["Name"] == "sub")
    with database.owner_session() as session:
        made(session, Account(subject=subject, role=Role.OPERATOR, org=make_org(session)))
    return str(answer["AuthenticationResult"]["AccessToken"])


@contextmanager
def worker(stand_in: Guarded, database: Database, logs: Path) -> Iterator[None]:
    """The worker as on a host: what it knows of AWS is an address, an authority and no key."""
    variables = batch_variables(stand_in.outputs, "{}", database.batch_url)
    programs = Programs({}, variables | stand_in.host_variables, 0, 0, logs / "up.json", logs)
    child = programs.start_worker()
    try:
        await_first_word(child)
        yield
    finally:
        child.stop()


def ask(stand_in: Guarded, token: str, query: str, **variables: str) -> Any:
    """Ask through the stand-in's API Gateway."""
    request = urllib.request.Request(  # noqa: S310 - loopback
        f"{api_address(stand_in.aws.endpoint, stand_in.outputs)}/graphql",
        json.dumps({"query": query, "variables": variables}).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    trust = stand_in.guard.trust()
    with urllib.request.urlopen(request, timeout=60, context=trust) as answer:  # noqa: S310
        return json.load(answer)["data"]


def state_at_rest(stand_in: Guarded, token: str, job: str) -> str:
    deadline = time.monotonic() + IMPORTED_WITHIN
    state, moving = "AWAITING_UPLOAD", ("AWAITING_UPLOAD", "VALIDATING", "APPLYING")
    while state in moving and time.monotonic() < deadline:
        time.sleep(0.25)
        state = ask(stand_in, token, STATE, id=job)["importJob"]["state"]
    return state


def published(database: Database) -> bool:
    """Wait until nothing is left to publish; False if it is not to be."""
    deadline = time.monotonic() + IMPORTED_WITHIN
    while time.monotonic() < deadline:
        with database.owner_session() as session:
            if session.scalar(text("SELECT count(*) FROM outbox")) == 0:
                return True
        time.sleep(0.25)
    return False


def test_a_file_is_imported_by_nothing_but_what_the_roles_may(
    stand_in: Guarded, database: Database, operator: str, tmp_path: Path
) -> None:
    number = word("S")
    file = f"student_number,given_name,family_name\n{number},Noor,Quist\n"

    with worker(stand_in, database, tmp_path):
        created = ask(stand_in, operator, CREATE)["importCreate"]
        posted = post_form(created["upload"], file)
        state = state_at_rest(stand_in, operator, created["importJob"]["id"])
        told = published(database)

    with database.owner_session() as session:
        seen = text("SELECT family_name FROM student WHERE student_number = :number")
        names = session.scalars(seen, {"number": number}).all()
    assert (posted, state, names) == (204, "COMPLETED", ["Quist"])
    assert told, "the relay was not allowed to publish"
    assert created["upload"]["url"].startswith("https://")


def test_who_has_no_token_is_refused_by_the_gateway(stand_in: Guarded) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        ask(stand_in, "no.token.atall", STATE)

    assert (refusal.value.code, json.load(refusal.value)) == (401, {"message": "Unauthorized"})


def test_a_host_has_its_role_from_the_metadata_service(
    stand_in: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_EC2_METADATA_DISABLED"):
        monkeypatch.delenv(key, raising=False)
    for name, value in stand_in.host_variables.items():
        monkeypatch.setenv(name, value)

    known = boto3.Session().client("sts").get_caller_identity()["Arn"]

    assert known.split("/")[-2] == stand_in.role_name(HOST)


@pytest.mark.parametrize("row", ASKED, ids=named)
def test_the_stand_in_answers_as_the_matrix_says(stand_in: Guarded, row: Row) -> None:
    # Both ways: of what is declared, nothing may have been learnt.
    expected = row in MAY and row[:2] not in FALSE_DENIALS

    assert allowed(stand_in, row) is expected


def test_every_action_of_the_matrix_is_asked_for_or_declared() -> None:
    actions = {row[1] for row in (*MAY, *MAY_NOT)}

    assert actions - set(ASK) == set(NOT_ASKED)
    assert {row[:2] for row in MAY} >= set(FALSE_DENIALS)


@pytest.mark.parametrize("mended", sorted(MENDED))
def test_what_the_stand_in_has_learnt_is_mended_no_more(mended: str) -> None:
    [package] = PYTHON.parents[1].glob("lib/*/site-packages/ministack")
    file, words = MENDED[mended].learnt

    assert words not in (package / file).read_text()


def test_what_is_not_asked_is_no_service() -> None:
    [package] = PYTHON.parents[1].glob("lib/*/site-packages/ministack")

    assert not (package / "services" / "xray.py").exists()


def role_is_taken(stand_in: Guarded) -> bool:
    taken: str = stand_in.client("sts", HOST).get_caller_identity()["Arn"]
    return taken.endswith(f"/{SESSION}")


PROBES = {"somebody takes a role that trusts only a service": role_is_taken}


@pytest.mark.parametrize("lack", sorted({*PROBES, *LET_THROUGH}))
def test_what_goes_through_here_alone_is_declared(stand_in: Guarded, lack: str) -> None:
    assert lack in LET_THROUGH
    assert PROBES[lack](stand_in), "MiniStack has learnt it: take it off the list"


def test_a_rule_sends_only_to_a_queue_whose_policy_names_it(stand_in: Guarded) -> None:
    sqs, events = stand_in.aws.client("sqs"), stand_in.aws.client("events")
    bus = {"EventBusName": stand_in.outputs["EventBusName"]}
    # The one that no worker waits for a message of.
    name = f"{stand_in.outputs['StandingQueueArn']}-dead"
    events.put_rule(**bus, Name="intruder", EventPattern='{"source": ["intruder"]}')
    for rule in ("intruder", "student-cloud-local-standing"):
        events.put_targets(**bus, Rule=rule, Targets=[{"Id": "dead", "Arn": name}])

    entry = {**bus, "Detail": "{}", "DetailType": "grade.posted"}
    events.put_events(Entries=[{**entry, "Source": s} for s in ("intruder", "student-cloud")])
    url = f"{stand_in.outputs['StandingQueueUrl']}-dead"
    seen = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=5)

    assert [json.loads(m["Body"])["source"] for m in seen["Messages"]] == ["student-cloud"]


def test_the_gateway_calls_only_a_function_whose_policy_names_it(
    stand_in: Guarded, operator: str
) -> None:
    functions = stand_in.aws.client("lambda")
    alias = {"FunctionName": stand_in.outputs["FunctionName"], "Qualifier": "live"}
    [named] = json.loads(functions.get_policy(**alias)["Policy"])["Statement"]
    functions.remove_permission(**alias, StatementId=named["Sid"])

    try:
        with pytest.raises(urllib.error.HTTPError) as refusal:
            ask(stand_in, operator, "{ __typename }")
    finally:
        functions.add_permission(
            **alias,
            StatementId="again",
            Action=named["Action"],
            Principal=named["Principal"]["Service"],
            SourceArn=named["Condition"]["ArnLike"]["AWS:SourceArn"],
        )

    assert refusal.value.code == 500


def test_a_server_that_another_authority_signed_for_is_not_spoken_to(stand_in: Guarded) -> None:
    stranger = boto3.client(
        "sts",
        endpoint_url=stand_in.aws.endpoint,
        aws_access_key_id="x",
        aws_secret_access_key="x",  # noqa: S106 - of nobody
        region_name=REGION,
        config=Config(retries={"total_max_attempts": 1}),
    )

    with pytest.raises(SSLError, match="CERTIFICATE_VERIFY_FAILED"):
        stranger.get_caller_identity()


def test_a_form_that_the_function_signed_is_not_taken_without_tls(
    stand_in: Guarded, operator: str
) -> None:
    upload = ask(stand_in, operator, CREATE)["importCreate"]["upload"]
    plain = upload["url"].replace(stand_in.aws.endpoint, stand_in.guard.plain_endpoint)

    with pytest.raises(urllib.error.HTTPError) as refusal:
        post_form({**upload, "url": plain}, "student_number\n")

    assert refusal.value.code == 403
