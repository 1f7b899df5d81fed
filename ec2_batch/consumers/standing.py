"""The standing consumer: recomputes what the final grades of a student add up to."""

import json
import logging
from dataclasses import dataclass
from uuid import UUID

from psycopg2.extensions import cursor as Cursor
from sqlalchemy import Engine

from ec2_batch.queue import Queue
from ec2_batch.transaction import connect, run, transaction
from runtime import log, tracing
from schema.rules.standing import FinalGrade, Standing, standing

CONSUMER = "standing"
AT_ONCE = 10  # messages; the most that SQS gives

SEEN = """
INSERT INTO inbox (consumer, event_id) VALUES (%(consumer)s, %(event)s) ON CONFLICT DO NOTHING
"""
# Two events of one student wait for each other: the later one must not be overwritten by what
# the earlier one has read.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('standing:' || %(student)s, 0))"
GRADES = """
SELECT credits, points, earns_credit FROM app.final_grade WHERE student_id = %(student)s
"""
SAVE = """
INSERT INTO student_standing (student_id, gpa, credits_attempted, credits_earned, at_risk)
SELECT id, %(gpa)s, %(attempted)s, %(earned)s, %(at_risk)s
FROM student WHERE id = %(student)s -- whom an undone import may have taken along
ON CONFLICT (student_id) DO UPDATE SET
    gpa = excluded.gpa, credits_attempted = excluded.credits_attempted,
    credits_earned = excluded.credits_earned, at_risk = excluded.at_risk, computed_at = now()
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GradeEvent:
    """What the consumer needs of an event."""

    event_id: UUID
    student_id: int
    trace_header: str | None


def consume_grades(engine: Engine, queue: Queue) -> None:
    """Wait for events and bring the standing of the students they name up to date."""
    for message in queue.receive(most=AT_ONCE):
        event = parse_event(message.body)
        if event is None:
            logger.warning("event dropped that names no student")
        else:
            with tracing.segment("standing", header=event.trace_header):
                _consume(engine, event)
        queue.delete(message)


def parse_event(body: str) -> GradeEvent | None:
    """Return the event in a message; nothing if it is none of ours."""
    try:
        detail = json.loads(body)["detail"]
        return GradeEvent(UUID(detail["eventId"]), int(detail["studentId"]), detail.get("trace"))
    except (ValueError, KeyError, TypeError):
        return None


def _consume(engine: Engine, event: GradeEvent) -> None:
    with (
        log.bind(event_id=str(event.event_id)),
        connect(engine) as connection,
        transaction(connection) as cursor,
    ):
        run(cursor, "note event", SEEN, {"consumer": CONSUMER, "event": str(event.event_id)})
        if cursor.rowcount == 0:
            logger.info("event was seen before")
            return
        recompute(cursor, event.student_id)
        logger.info("standing recomputed")


def recompute(cursor: Cursor, student_id: int) -> Standing:
    """Write a student's standing anew, from all posted final grades."""
    student = {"student": student_id}
    run(cursor, "lock standing", LOCK, {"student": str(student_id)})
    found = standing([FinalGrade(*row) for row in run(cursor, "read grades", GRADES, student)])
    values = {
        "gpa": found.gpa,
        "attempted": found.credits_attempted,
        "earned": found.credits_earned,
        "at_risk": found.at_risk,
    }
    run(cursor, "save standing", SAVE, student | values)
    return found
