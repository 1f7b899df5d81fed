"""The relay: what was committed goes out, in whichever order, and is never lost."""

import json
from contextlib import suppress
from typing import Any

import psycopg2
import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import Engine

from ec2_batch import relay as relays
from ec2_batch.relay import relay_batch
from ec2_batch.transaction import connect
from infra_cfn.deploy import Deployment
from infra_cfn.local.aws.ministack import Ministack
from schema.access.caller import WORKER
from schema.events import (
    Event,
    GradePosted,
    ImportApplyRequested,
    ImportUndoRequested,
    ReportRequested,
    SectionFull,
    record,
)
from schema.events.publish import json_schema
from tests.conftest import Database


class Subscriber:
    """A queue of its own that gets every event of the bus."""

    def __init__(self, ministack: Ministack, bus: str) -> None:
        self.sqs, events = ministack.client("sqs"), ministack.client("events")
        self.url = self.sqs.create_queue(QueueName="relay-test")["QueueUrl"]
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])
        pattern = json.dumps({"source": ["student-cloud"]})
        events.put_rule(Name="relay-test", EventBusName=bus, EventPattern=pattern)
        target = {"Id": "test", "Arn": attributes["Attributes"]["QueueArn"]}
        events.put_targets(Rule="relay-test", EventBusName=bus, Targets=[target])

    def received(self) -> list[dict[str, Any]]:
        """Take every event that has come."""
        found = []
        while messages := self.sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=10, WaitTimeSeconds=1
        ).get("Messages"):
            for message in messages:
                found.append(json.loads(message["Body"]))
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return found


@pytest.fixture(scope="module")
def bus(deployment: Deployment) -> str:
    return deployment.outputs["EventBusName"]


@pytest.fixture(scope="module")
def subscriber(ministack: Ministack, bus: str) -> Subscriber:
    return Subscriber(ministack, bus)


@pytest.fixture
def relay(engine: Engine, ministack: Ministack, bus: str, subscriber: Subscriber) -> Any:
    """Relay one batch; the argument is the client to do it with."""
    events = ministack.client("events")

    def once(client: Any = events) -> tuple[int, int]:
        with connect(engine) as connection:
            return relay_batch(connection, client, bus)

    while once() != (0, 0):
        pass
    subscriber.received()
    return once


def waiting(database: Database) -> int:
    with database.connect_as(dict(WORKER)) as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar_one()
        return int(count)


def test_an_event_goes_out_as_its_schema_says(
    database: Database, relay: Any, subscriber: Subscriber
) -> None:
    header = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
    with database.connect_as(dict(WORKER)) as connection:
        record(connection, GradePosted(7, 3, 5), trace_header=header)

    assert relay() == (1, 0)

    [event] = subscriber.received()
    assert (event["source"], event["detail-type"]) == ("student-cloud", "grade.posted")
    assert (event["detail"]["studentId"], event["detail"]["trace"]) == (3, header)
    Draft202012Validator(json_schema(GradePosted)).validate(event["detail"])
    assert waiting(database) == 0


def test_more_than_a_call_takes_goes_out_in_several(
    database: Database, relay: Any, subscriber: Subscriber
) -> None:
    with database.connect_as(dict(WORKER)) as connection:
        record(connection, *(SectionFull(number) for number in range(27)))

    assert relay() == (27, 0)

    assert sorted(e["detail"]["sectionId"] for e in subscriber.received()) == list(range(27))


@pytest.mark.parametrize(
    "asked", [ReportRequested(8), ImportApplyRequested(8), ImportUndoRequested(8)]
)
def test_what_somebody_waits_for_goes_before_what_an_import_left(
    database: Database,
    relay: Any,
    subscriber: Subscriber,
    monkeypatch: pytest.MonkeyPatch,
    asked: Event,
) -> None:
    monkeypatch.setattr(relays, "BATCH", 3)
    with database.connect_as(dict(WORKER)) as connection:
        record(connection, *(SectionFull(number) for number in range(5)), asked)

    assert relay() == (4, 0)

    assert asked.type in [e["detail-type"] for e in subscriber.received()]
    assert relay() == (2, 0)


def test_an_event_that_commits_late_is_not_passed_over(
    database: Database, relay: Any, subscriber: Subscriber
) -> None:
    with database.connect_as(dict(WORKER)) as late:
        record(late, SectionFull(1))
        with database.connect_as(dict(WORKER)) as early:
            record(early, SectionFull(2))
        assert relay() == (0, 0)  # a number below theirs may still be on its way

    assert relay() == (2, 0)
    assert sorted(e["detail"]["sectionId"] for e in subscriber.received()) == [1, 2]


def test_an_event_of_a_transaction_that_failed_never_was(
    database: Database, relay: Any, subscriber: Subscriber
) -> None:
    with suppress(ZeroDivisionError), database.connect_as(dict(WORKER)) as connection:
        record(connection, SectionFull(1))
        raise ZeroDivisionError

    assert relay() == (0, 0)
    assert subscriber.received() == []


class Faulty:
    """The real client, with which something goes wrong after the events went out."""

    def __init__(self, client: Any, wrong: Any) -> None:
        self.client, self.wrong = client, wrong

    def put_events(self, Entries: list[Any]) -> Any:
        return self.wrong(self.client.put_events(Entries=Entries))


def test_a_relay_that_dies_before_it_forgets_sends_again_under_the_same_id(
    database: Database, relay: Any, subscriber: Subscriber, ministack: Ministack
) -> None:
    with database.connect_as(dict(WORKER)) as connection:
        record(connection, SectionFull(9))

    def end_the_session(answer: Any) -> Any:
        with database.owner_session() as session:
            session.connection().exec_driver_sql("RESET ROLE")
            session.connection().exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = 'batch_service'"
                " AND query LIKE '%%FROM outbox%%'"
            )
        return answer

    with pytest.raises(psycopg2.OperationalError):
        relay(Faulty(ministack.client("events"), end_the_session))
    assert waiting(database) == 1

    assert relay() == (1, 0)
    first, again = subscriber.received()
    assert first["detail"]["eventId"] == again["detail"]["eventId"]


def test_only_the_events_that_were_not_taken_go_out_again(
    database: Database, relay: Any, subscriber: Subscriber, ministack: Ministack
) -> None:
    with database.connect_as(dict(WORKER)) as connection:
        record(connection, *(SectionFull(number) for number in range(5)))

    def refuse_the_third(answer: Any) -> Any:
        answer["Entries"][2] = {"ErrorCode": "ThrottlingException", "ErrorMessage": "Slow down."}
        return answer

    assert relay(Faulty(ministack.client("events"), refuse_the_third)) == (4, 1)
    assert len(subscriber.received()) == 5
    assert relay() == (1, 0)
    assert [e["detail"]["sectionId"] for e in subscriber.received()] == [2]


def test_events_that_were_gathered_go_out_one_by_one_each_under_the_same_id(
    database: Database, relay: Any, subscriber: Subscriber, ministack: Ministack
) -> None:
    gathered = """
    INSERT INTO outbox (type, version, entity_ids, payload)
    VALUES ('grade.posted', 1, '{11, 12, 13}',
            '{"resultId": null, "studentId": [21, 22, 23], "sectionId": [31, 31, 32]}')
    """
    with database.connect_as(dict(WORKER)) as connection:
        connection.exec_driver_sql(gathered)

    def refuse_the_first(answer: Any) -> Any:
        answer["Entries"][0] = {"ErrorCode": "ThrottlingException", "ErrorMessage": "Slow down."}
        return answer

    assert relay(Faulty(ministack.client("events"), refuse_the_first)) == (2, 1)
    sent = sorted((e["detail"] for e in subscriber.received()), key=lambda told: told["resultId"])
    assert relay() == (1, 0)
    [again] = subscriber.received()

    told = [(each["resultId"], each["studentId"], each["sectionId"]) for each in sent]
    assert told == [(11, 21, 31), (12, 22, 31), (13, 23, 32)]
    assert again["detail"] == sent[0]
    assert waiting(database) == 0
