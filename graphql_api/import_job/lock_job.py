"""The import that an input names, about to take a step."""

from sqlalchemy.orm import Session

from graphql_api.mutations.find_record import find_record
from schema.models import ImportJob


def lock_job(session: Session, global_id: str) -> ImportJob:
    """Return an import as it stands now, locked until the transaction ends.

    Raises:
        Refused: there is none that the caller may see.
    """
    job = find_record(session, ImportJob, global_id)
    session.refresh(job, with_for_update={"key_share": True})
    return job
