"""Start a report: the batch host writes it with the caller's eyes."""

from typing import Annotated

import strawberry
from sqlalchemy.orm import Session

from graphql_api.mutations.perform import IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.user_errors import UserError
from graphql_api.planner.resolve import row
from graphql_api.report_job.types import ReportJob
from schema.access.roles import Permission
from schema.events import ReportRequested, record
from schema.models import ReportJob as ReportJobModel
from schema.reports import ReportName


@strawberry.input(description="Which report to write.")
class ReportStartInput:
    report: ReportName = strawberry.field(description="The report.")
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of asking for a report.")
class ReportStartPayload:
    report_job: ReportJob | None = strawberry.field(description="The job, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def report_start(
    info: ApiInfo,
    input: Annotated[ReportStartInput, strawberry.argument(description="The report.")],
) -> ReportStartPayload:
    """Ask for a report of everything you may see; ask for its job until it has a `url`."""
    caller = info.context.caller

    def work(session: Session) -> ReportStartPayload:
        job = ReportJobModel(
            report=input.report,
            requested_by=caller.subject,
            requested_role=caller.role,
            trace_header=info.context.trace_header,
        )
        session.add(job)
        session.flush()
        record(session, ReportRequested(job.id), trace_header=info.context.trace_header)
        return ReportStartPayload(report_job=row(job.id), user_errors=[])

    return perform(info, Permission.REPORT, input, ReportStartPayload, work)
