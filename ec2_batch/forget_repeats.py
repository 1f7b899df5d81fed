"""What is kept for whoever asks or tells a second time: nobody does so for ever."""

from psycopg2.extensions import connection as Connection

from ec2_batch.transaction import run, transaction
from schema.idempotency import ANSWERS_KEPT_DAYS

# SQS keeps a message for two weeks. A consumer that meets an older event, replayed from the bus's
# archive, only computes once more what it did before.
EVENTS_KEPT_DAYS = 30
AT_ONCE = 5_000  # rows in a transaction

FORGET_ANSWERS = """
DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM idempotency_key
    WHERE created_at < now() - make_interval(days => %(days)s) LIMIT %(most)s
))
"""
FORGET_EVENTS = """
DELETE FROM inbox WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM inbox
    WHERE received_at < now() - make_interval(days => %(days)s) LIMIT %(most)s
))
"""


def forget_repeats(connection: Connection) -> None:
    """Forget answers by their keys, and events that were dealt with, once they are old."""
    _forget(connection, "forget answers", FORGET_ANSWERS, ANSWERS_KEPT_DAYS)
    _forget(connection, "forget events", FORGET_EVENTS, EVENTS_KEPT_DAYS)


def _forget(connection: Connection, name: str, statement: str, days: int) -> None:
    gone = AT_ONCE
    while gone == AT_ONCE:
        with transaction(connection) as cursor:
            run(cursor, name, statement, {"days": days, "most": AT_ONCE})
            gone = cursor.rowcount
