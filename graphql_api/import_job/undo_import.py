"""Undo an import."""

from typing import Annotated

import strawberry
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from graphql_api.import_job.lock_job import lock_job
from graphql_api.import_job.refusals import expect_state
from graphql_api.import_job.types import ImportJob
from graphql_api.mutations.perform import IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import tell
from graphql_api.mutations.user_errors import Refused, UserError, invalid
from graphql_api.planner.resolve import row
from schema.access.roles import Permission
from schema.events import ImportUndoRequested
from schema.models import ImportChange, ImportState

ENDED = frozenset(
    {
        ImportState.COMPLETED,
        ImportState.COMPLETED_WITH_ISSUES,
        ImportState.CANCELLED,
        ImportState.FAILED,
    }
)


@strawberry.input(description="Which import to take back.")
class ImportUndoInput:
    id: strawberry.ID = strawberry.field(description="The import.")
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of asking to take an import back.")
class ImportUndoPayload:
    import_job: ImportJob | None = strawberry.field(description="The import, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def import_undo(
    info: ApiInfo,
    input: Annotated[ImportUndoInput, strawberry.argument(description="Which import.")],
) -> ImportUndoPayload:
    """Take an import back: records that nobody has touched since are as they were before."""

    def work(session: Session) -> ImportUndoPayload:
        job = lock_job(session, input.id)
        expect_state(job, ENDED, "undone")
        if not session.scalar(select(exists().where(ImportChange.import_job_id == job.id))):
            raise Refused(invalid("id", "This import has written no record: nothing to undo."))
        job.state, job.message, job.finished_at = ImportState.UNDOING, None, None
        job.version += 1
        session.flush()
        tell(info.context, "undo", ImportUndoRequested(job.id), entity="import_job")
        return ImportUndoPayload(import_job=row(job.id), user_errors=[])

    return perform(info, Permission.IMPORT, input, ImportUndoPayload, work)
