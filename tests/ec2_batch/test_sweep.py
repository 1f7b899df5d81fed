"""The sweeper: what was lost on the way is found, and what nobody wants ends with a sentence."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from ec2_batch import forget_repeats, sweep_inbox
from ec2_batch.imports.import_file import import_file
from ec2_batch.job_message import parse_message
from ec2_batch.queue import Pace, Queue
from ec2_batch.sweep import Sweeper
from ec2_batch.take_upload import take_upload
from infra_cfn.local.aws.ministack import Ministack
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.test_import_students import many
from tests.factories import word

# One of each age, in days; the older half more than is forgotten at once.
ANSWERS = """
INSERT INTO idempotency_key (subject, key, body_hash, response, created_at)
SELECT 'somebody', days, '', '{}', now() - make_interval(days => days)
FROM unnest(ARRAY[6, 8, 9, 10]) AS days
"""
EVENTS = """
INSERT INTO inbox (consumer, event_id, received_at)
SELECT days, gen_random_uuid(), now() - make_interval(days => days)
FROM unnest(ARRAY[29, 31, 32, 33]) AS days
"""


@pytest.fixture
def sweeper(
    school: School, engine: Engine, ministack: Ministack, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sweeper]:
    """A sweeper without patience, and a queue of its own to put things on."""
    monkeypatch.setattr(sweep_inbox, "PATIENCE", timedelta(seconds=-1))  # the clocks are two
    sqs = ministack.client("sqs")
    url = sqs.create_queue(QueueName="sweep-test")["QueueUrl"]
    yield Sweeper(engine, Queue(sqs, url, Pace(wait=1)), school.edges.s3, school.edges.bucket)
    sqs.delete_queue(QueueUrl=url)


def sent(sweeper: Sweeper) -> list[str]:
    """Take what the sweeper has put on its queue."""
    found = []
    while messages := sweeper.queue.receive(10):
        for message in messages:
            found.append(message.body)
            sweeper.queue.delete(message)
    return found


def drop(school: School, path: str) -> str:
    key = f"inbox/{path}"
    school.edges.s3.put_object(
        Bucket=school.edges.bucket, Key=key, Body=many(3, word("S")).encode()
    )
    return key


def told_of(sweeper: Sweeper, key: str) -> list[str]:
    sweeper.sweep()
    return [message for message in sent(sweeper) if key in message]


def test_a_file_in_the_inbox_whose_event_never_came_is_found(
    school: School, sweeper: Sweeper
) -> None:
    key = drop(school, f"{school.operator.subject}/students.csv")

    [message] = told_of(sweeper, key)
    [uploaded] = parse_message(message) or []
    job_id = take_upload(school.edges, uploaded)  # type: ignore[arg-type]
    assert job_id is not None
    import_file(school.edges, job_id)

    assert school.job(job_id)["state"] == "ready"
    sweeper.turns._due.clear()  # as after a restart
    assert told_of(sweeper, key) == []


def test_answers_and_events_are_kept_for_those_who_may_still_ask(
    school: School, sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forget_repeats, "AT_ONCE", 2)
    with school.database.owner_session() as session:
        session.execute(text(ANSWERS))
        session.execute(text(EVENTS))

    sweeper.sweep()

    assert school.rows("SELECT key FROM idempotency_key") == [{"key": "6"}]
    assert school.rows("SELECT consumer FROM inbox") == [{"consumer": "29"}]


@pytest.mark.parametrize("path", ["{nobody}/students.csv", "{operator}/older/"])
def test_what_is_no_operators_file_is_left_alone(
    school: School, sweeper: Sweeper, path: str
) -> None:
    key = drop(school, path.format(nobody=word("nobody"), operator=school.operator.subject))

    assert told_of(sweeper, key) == []


def test_a_file_is_not_told_of_at_every_turn(school: School, sweeper: Sweeper) -> None:
    key = drop(school, f"{school.operator.subject}/students.csv")

    assert [len(told_of(sweeper, key)) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize(("days", "state"), [(31, "expired"), (29, "ready")])
def test_an_import_that_nobody_applies_expires_with_its_preview(
    school: School, sweeper: Sweeper, days: int, state: str
) -> None:
    job_id = school.make_job(state="ready")
    school.rows(
        "UPDATE import_job SET updated_at = now() - make_interval(days => :days) WHERE id = :id"
        " RETURNING id",
        id=job_id,
        days=days,
    )
    school.rows(
        "INSERT INTO import_preview (import_job_id, file, line, entity, key, action, by_hand)"
        " VALUES (:id, 'students.csv', 2, 'student', 'S1', 'create', false) RETURNING id",
        id=job_id,
    )

    sweeper.sweep()

    job = school.job(job_id)
    assert job["state"] == state
    assert (job["message"] or "").startswith("Nobody applied" if state == "expired" else "")
    previews = school.rows("SELECT 1 FROM import_preview WHERE import_job_id = :id", id=job_id)
    assert len(previews) == (state == "ready")
