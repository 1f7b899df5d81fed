"""Standing: a posted grade reaches the student's average by way of the bus, once."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from ec2_batch.consumers.standing import consume_grades, parse_event
from ec2_batch.queue import Queue
from ec2_batch.relay import relay_batch
from ec2_batch.transaction import connect
from infra_cfn.deploy import Deployment
from infra_cfn.local.aws.ministack import Ministack
from schema.access.caller import WORKER
from schema.events import GradeAmended, GradePosted, record
from schema.models import LineItemKind, Student
from tests.conftest import Database
from tests.factories import make_grade, make_line_item, make_result, make_section, make_student


@pytest.fixture
def queue(ministack: Ministack, deployment: Deployment) -> Queue:
    found = Queue(ministack.client("sqs"), deployment.outputs["StandingQueueUrl"])
    while messages := found.receive(most=10, wait_seconds=0):
        for message in messages:
            found.delete(message)
    return found


def graded_student(database: Database, *points: int) -> int:
    """Make a student with so many posted final grades; return the student's id.

    A failed essay, and a failed course whose grade is not posted, do not count.
    """
    now = datetime.now(UTC)
    with database.owner_session() as session:
        student = make_student(session)
        for point in points:
            give(session, student, point, LineItemKind.FINAL, now)
        give(session, student, 0, LineItemKind.ASSIGNMENT, now)
        give(session, student, 0, LineItemKind.FINAL, None)
        return student.id


def give(
    session: Session, student: Student, points: int, kind: LineItemKind, posted_at: datetime | None
) -> None:
    grade = make_grade(session)
    grade.points = Decimal(points)
    item = make_line_item(session, make_section(session), kind=kind, grade_scale=grade.grade_scale)
    make_result(session, item, student, grade_scale_entry=grade, posted_at=posted_at)


def standing_of(database: Database, student_id: int) -> dict[str, Any] | None:
    with database.owner_session() as session:
        statement = text("SELECT * FROM student_standing WHERE student_id = :id")
        row = session.execute(statement, {"id": student_id}).mappings().one_or_none()
        return dict(row) if row else None


def tell(database: Database, engine: Engine, ministack: Ministack, bus: str, *events: Any) -> None:
    with database.connect_as(dict(WORKER)) as connection:
        record(connection, *events)
    with connect(engine) as connection:
        assert relay_batch(connection, ministack.client("events"), bus) == (len(events), 0)


def test_a_posted_grade_changes_the_standing(
    database: Database, engine: Engine, ministack: Ministack, deployment: Deployment, queue: Queue
) -> None:
    student_id = graded_student(database, 4, 3)
    bus = deployment.outputs["EventBusName"]

    tell(database, engine, ministack, bus, GradePosted(1, student_id, 1))
    consume_grades(engine, queue)

    found = standing_of(database, student_id)
    assert found
    assert (found["gpa"], found["credits_attempted"]) == (Decimal("3.500"), Decimal("2.00"))
    assert not found["at_risk"]


def test_an_event_that_comes_twice_counts_once(
    database: Database, engine: Engine, ministack: Ministack, deployment: Deployment, queue: Queue
) -> None:
    student_id = graded_student(database, 1)
    tell(
        database, engine, ministack, deployment.outputs["EventBusName"],
        GradeAmended(1, student_id, 1),
    )  # fmt: skip
    [message] = queue.receive()
    queue.give_back(message)

    consume_grades(engine, queue)
    first = standing_of(database, student_id)
    queue.send(message.body)
    consume_grades(engine, queue)

    assert first
    assert first["at_risk"]
    assert standing_of(database, student_id) == first
    with database.connect_as(dict(WORKER)) as connection:
        event = parse_event(message.body)
        assert event
        seen = connection.exec_driver_sql(
            "SELECT count(*) FROM inbox WHERE event_id = %s", (str(event.event_id),)
        )
        assert seen.scalar_one() == 1
    assert queue.receive(wait_seconds=1) == []


def test_a_student_who_is_gone_has_no_standing(
    database: Database, engine: Engine, ministack: Ministack, deployment: Deployment, queue: Queue
) -> None:
    bus = deployment.outputs["EventBusName"]

    tell(database, engine, ministack, bus, GradeAmended(1, 999_999_999, 1))
    consume_grades(engine, queue)

    assert standing_of(database, 999_999_999) is None
    assert queue.receive(wait_seconds=1) == []


@pytest.mark.parametrize(
    "body", ["", "[]", '{"detail": {}}', '{"detail": {"eventId": "x", "studentId": 1}}', "{"]
)
def test_what_is_no_event_is_dropped(engine: Engine, queue: Queue, body: str) -> None:
    queue.send(body or " ")

    consume_grades(engine, queue)

    assert queue.receive(wait_seconds=1) == []
