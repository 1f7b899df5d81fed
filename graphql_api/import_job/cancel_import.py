"""Cancel an import."""

from typing import Annotated

import strawberry
from sqlalchemy import func, text
from sqlalchemy.orm import Session

from graphql_api.import_job.lock_job import lock_job
from graphql_api.import_job.refusals import expect_state
from graphql_api.import_job.types import ImportJob
from graphql_api.mutations.perform import IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import audit
from graphql_api.mutations.user_errors import UserError
from graphql_api.planner.resolve import row
from schema.access.roles import Permission
from schema.models import ImportJob as ImportJobModel
from schema.models import ImportState

CANCELLABLE = frozenset(
    {
        ImportState.AWAITING_UPLOAD,
        ImportState.VALIDATING,
        ImportState.READY,
        ImportState.APPLYING,
    }
)
# The worker holds the job while it writes a chunk, which takes longer than rows are waited for.
WAIT_FOR_CHUNK = text("SET LOCAL lock_timeout = '4500ms'")


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
    """Cancel an import: no more of its rows are written, and those that are written stay."""

    def work(session: Session) -> ImportCancelPayload:
        session.execute(WAIT_FOR_CHUNK)
        job = lock_job(session, input.id)
        expect_state(job, CANCELLABLE, "cancelled")
        # Whoever works on it finds another state than it needs for the next chunk.
        job.state, job.message, job.finished_at = ImportState.CANCELLED, _left(job), func.now()
        job.version += 1
        session.flush()
        audit(info.context, "cancel", entity="import_job", entity_id=job.id)
        return ImportCancelPayload(import_job=row(job.id), user_errors=[])

    return perform(info, Permission.IMPORT, input, ImportCancelPayload, work)


def _left(job: ImportJobModel) -> str:
    written = job.rows_created + job.rows_updated + job.rows_deactivated
    if not written:
        return "Cancelled before any record was written."
    return (
        f"Cancelled. {written:,} records were written before and stay:"
        " undo the import to take them back."
    )
