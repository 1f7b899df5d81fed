"""The wish that an import ends: whoever works on it hears of it before each further step."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.transaction import run

WISHED = "SELECT EXISTS (SELECT FROM import_cancellation WHERE import_job_id = %(id)s)"
# A wish refers to the job: it comes before this, and is heard, or it finds the job ended.
LAST_CALL = "SELECT FROM import_job WHERE id = %(id)s FOR UPDATE"


class CancelWishedError(Exception):
    """Somebody wants the import to end here."""


def heed_wish(cursor: Cursor, job_id: int) -> None:
    """Go on only if nobody wants the import to end.

    Raises:
        CancelWishedError: somebody does.
    """
    [(wished,)] = run(cursor, "hear wishes", WISHED, {"id": job_id})
    if wished:
        raise CancelWishedError


def heed_last_wish(cursor: Cursor, job_id: int) -> None:
    """Do the same at the end of an import: until the transaction is over nobody can wish more.

    Raises:
        CancelWishedError: somebody does.
    """
    run(cursor, "call for wishes", LAST_CALL, {"id": job_id})
    heed_wish(cursor, job_id)
