"""Moving an import on: applying, cancelling and undoing it."""

from ec2_batch.client.api import Api
from ec2_batch.client.import_jobs import JOB, Job


def _mutation(name: str, input_type: str) -> str:
    return (
        f"mutation Move($input: {input_type}!) {{"
        f" {name}(input: $input) {{ importJob {{ ...Job }} userErrors {{ message }} }} }}{JOB}"
    )


APPLY = _mutation("importApply", "ImportApplyInput")
CANCEL = _mutation("importCancel", "ImportCancelInput")
UNDO = _mutation("importUndo", "ImportUndoInput")


def apply_import(api: Api, job_id: str, plan_hash: str, *, confirm: bool) -> Job:
    """Ask for an import's plan to be carried out, if it is still this one.

    Raises:
        ClickException: it is refused; the message has the reasons.
    """
    asked = {"id": job_id, "expectedPlanHash": plan_hash, "confirmDeactivations": confirm}
    job: Job = api.change(APPLY, asked)["importJob"]
    return job


def cancel_import(api: Api, job_id: str) -> Job:
    """Cancel an import.

    Raises:
        ClickException: it is refused; the message has the reasons.
    """
    job: Job = api.change(CANCEL, {"id": job_id})["importJob"]
    return job


def undo_import(api: Api, job_id: str) -> Job:
    """Ask for an import to be taken back.

    Raises:
        ClickException: it is refused; the message has the reasons.
    """
    job: Job = api.change(UNDO, {"id": job_id})["importJob"]
    return job
