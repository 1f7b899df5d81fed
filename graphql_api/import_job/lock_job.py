"""The import that an input names, about to take a step."""

from sqlalchemy import select
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


def lock_free_job(session: Session, job: ImportJob) -> bool:
    """Lock an import as it stands now, unless somebody else has it: then it stays as it was read.

    False means that somebody has.
    """
    unlocked = (
        select(ImportJob)
        .where(ImportJob.id == job.id)
        .with_for_update(key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return session.scalar(unlocked) is not None
