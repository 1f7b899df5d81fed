"""Apply an import that somebody has looked at."""

from typing import Annotated

import strawberry
from sqlalchemy.orm import Session

from graphql_api.import_job.lock_job import lock_job
from graphql_api.import_job.refusals import expect_state, plan_changed, unconfirmed
from graphql_api.import_job.types import ImportJob
from graphql_api.mutations.perform import IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import tell
from graphql_api.mutations.user_errors import Refused, UserError
from graphql_api.planner.resolve import row
from schema.access.roles import Permission
from schema.events import ImportApplyRequested
from schema.models import ImportState
from schema.rules.import_plan import many_deactivations


@strawberry.input(description="Which import to apply, and what was looked at.")
class ImportApplyInput:
    id: strawberry.ID = strawberry.field(description="The import.")
    expected_plan_hash: str = strawberry.field(
        description="The `planHash` of the plan you looked at: another one is not applied."
    )
    confirm_deactivations: bool = strawberry.field(
        description="Whether more than a tenth of the records of a kind, or of those of one school"
        " and term, may be put out of use.",
        default=False,
    )
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of asking to apply an import.")
class ImportApplyPayload:
    import_job: ImportJob | None = strawberry.field(description="The import, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def import_apply(
    info: ApiInfo,
    input: Annotated[ImportApplyInput, strawberry.argument(description="Which import.")],
) -> ImportApplyPayload:
    """Apply an import: good rows are written, unless the records have moved on since."""

    def work(session: Session) -> ImportApplyPayload:
        job = lock_job(session, input.id)
        expect_state(job, {ImportState.READY}, "applied")
        if job.plan_hash != input.expected_plan_hash:
            raise Refused(plan_changed(job.plan_hash))
        many = many_deactivations(job.plan or ())
        if many and not input.confirm_deactivations:
            raise Refused(unconfirmed(many))
        job.state, job.message = ImportState.APPLYING, None
        job.deactivations_confirmed = input.confirm_deactivations
        # Counted while it was planned; what is written is counted from the first row.
        job.rows_total = job.rows_rejected = 0
        job.version += 1
        session.flush()
        tell(info.context, "apply", ImportApplyRequested(job.id), entity="import_job")
        return ImportApplyPayload(import_job=row(job.id), user_errors=[])

    return perform(info, Permission.IMPORT, input, ImportApplyPayload, work)
