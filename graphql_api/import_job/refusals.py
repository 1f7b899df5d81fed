"""Why an import is not moved on as somebody asks: rich errors, and the sentences in them."""

from collections.abc import Collection, Sequence

import strawberry

from graphql_api.mutations.user_errors import Refused, UserError
from schema.models import ImportJob as ImportJobModel
from schema.models import ImportState
from schema.rules.import_plan import Deactivations


@strawberry.type(description="The import stands where this cannot be done.")
class WrongImportState(UserError):
    state: ImportState = strawberry.field(description="Where it stands.")


@strawberry.type(description="The import would now do something else than what was looked at.")
class ImportPlanChanged(UserError):
    plan_hash: str | None = strawberry.field(
        description="Names the plan there is now; null if there is none."
    )


@strawberry.type(description="Records of one kind that would be put out of use.")
class ImportDeactivations:
    entity: str = strawberry.field(description="The kind of record, such as `student`.")
    records: int = strawberry.field(description="How many would be put out of use.")
    known: int = strawberry.field(description="Of how many that the file could have named.")


@strawberry.type(description="So many records would be put out of use that it must be confirmed.")
class DeactivationsUnconfirmed(UserError):
    deactivations: list[ImportDeactivations] = strawberry.field(
        description="The kinds of records that this is about."
    )


IMPORT_ERRORS = (WrongImportState, ImportPlanChanged, DeactivationsUnconfirmed)
_ID = ["input", "id"]


def expect_state(job: ImportJobModel, allowed: Collection[ImportState], doing: str) -> None:
    """Compare where an import stands with where it can be, say, `applied`.

    Raises:
        Refused: it stands elsewhere.
    """
    if job.state in allowed:
        return
    stands = job.state.value.replace("_", " ")
    message = f"This import is {stands}: it cannot be {doing} now."
    raise Refused(WrongImportState(code="WRONG_STATE", message=message, path=_ID, state=job.state))


def plan_changed(plan_hash: str | None) -> ImportPlanChanged:
    """Return the error of a plan that is not the one somebody has seen."""
    return ImportPlanChanged(
        code="PLAN_CHANGED",
        message="The plan is not the one you looked at: read it again and decide again.",
        path=["input", "expectedPlanHash"],
        plan_hash=plan_hash,
    )


def unconfirmed(found: Sequence[Deactivations]) -> DeactivationsUnconfirmed:
    """Return the error of deactivations that somebody should look at first."""
    counts = ", ".join(map(_counted, found))
    return DeactivationsUnconfirmed(
        code="DEACTIVATIONS_UNCONFIRMED",
        message=f"This would put {counts} out of use: if the file is meant to leave them out,"
        " confirm it with `confirmDeactivations`.",
        path=["input", "confirmDeactivations"],
        deactivations=[
            ImportDeactivations(entity=each.entity, records=each.records, known=each.known)
            for each in found
        ],
    )


def _counted(found: Deactivations) -> str:
    said = f"{found.records:,} of {found.known:,} records of kind {found.entity.replace('_', ' ')}"
    if found.of_one is None:
        return said
    leaving, known = found.of_one
    return f"{said}, in one school and term {leaving:,} of {known:,},"
