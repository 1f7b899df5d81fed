"""Cancel an import."""

from typing import Annotated

import strawberry
from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from graphql_api.import_job.lock_job import lock_free_job, lock_job
from graphql_api.import_job.refusals import expect_state
from graphql_api.import_job.types import ImportJob
from graphql_api.mutations.find_record import find_record
from graphql_api.mutations.perform import IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import announce, audit
from graphql_api.mutations.user_errors import UserError
from graphql_api.planner.resolve import row
from schema.access.roles import Permission
from schema.events import ImportCancelled
from schema.models import ImportCancellation, ImportState
from schema.models import ImportJob as ImportJobModel
from schema.rules.import_cancel import cancelled_sentence

WORKED_ON = frozenset({ImportState.VALIDATING, ImportState.APPLYING})
CANCELLABLE = WORKED_ON | {ImportState.AWAITING_UPLOAD, ImportState.READY}


@strawberry.input(description="Which import to cancel.")
class ImportCancelInput:
    id: strawberry.ID = strawberry.field(description="The import.")
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of cancelling an import.")
class ImportCancelPayload:
    import_job: ImportJob | None = strawberry.field(description="The import, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def import_cancel(
    info: ApiInfo,
    input: Annotated[ImportCancelInput, strawberry.argument(description="Which import.")],
) -> ImportCancelPayload:
    """Cancel an import: rows at hand are still written, no more are, and all of them stay."""

    def work(session: Session) -> ImportCancelPayload:
        job = find_record(session, ImportJobModel, input.id)
        if job.state not in WORKED_ON or not _wish(session, job):
            _end(session, lock_job(session, input.id))
            announce(info.context, ImportCancelled(job.id))
        audit(info.context, "cancel", entity="import_job", entity_id=job.id)
        return ImportCancelPayload(import_job=row(job.id), user_errors=[])

    return perform(info, Permission.IMPORT, input, ImportCancelPayload, work)


def _wish(session: Session, job: ImportJobModel) -> bool:
    """Wish that whoever works on an import ends it; false means that nobody has it at present."""
    # First, so that whoever is about to end it otherwise hears of it or is waited for.
    wish = insert(ImportCancellation).values(import_job_id=job.id)
    session.execute(wish.on_conflict_do_nothing())
    return not lock_free_job(session, job)


def _end(session: Session, job: ImportJobModel) -> None:
    expect_state(job, CANCELLABLE, "cancelled")
    written = job.rows_created + job.rows_updated + job.rows_deactivated
    # Whoever works on it finds another state than it needs for the next chunk.
    job.state, job.message = ImportState.CANCELLED, cancelled_sentence(written)
    job.finished_at = func.now()
    job.version += 1
    session.flush()
