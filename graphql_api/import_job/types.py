"""Import jobs, as the API shows them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import strawberry
from sqlalchemy import Text, case, literal_column, or_, select
from strawberry.scalars import JSON

from graphql_api.declare.connection import Connection
from graphql_api.declare.fields import (
    column,
    computed,
    connection,
    global_id,
    groups,
    record,
    stored_as,
)
from graphql_api.declare.node import Node
from graphql_api.declare.scalars import URL
from graphql_api.import_job.outline import ImportIssueGroup, ImportPlanEntry, ImportPreviewRow
from schema.models import ImportCancellation
from schema.models import ImportIssue as ImportIssueModel
from schema.models import ImportIssueGroup as ImportIssueGroupModel
from schema.models import ImportJob as ImportJobModel
from schema.models import ImportPlanEntry as ImportPlanEntryModel
from schema.models.import_job import ImportState
from schema.rules.import_cancel import BEING_CANCELLED
from schema.rules.rejected_rows import rejected_rows_key, still_there


def rejected_rows_url(context: Any, values: Mapping[str, Any]) -> str | None:
    """Return where the rejected rows can be downloaded for some minutes; None if nowhere."""
    told = values["rejected_rows_at"]
    # As the answer would tell it: a moment is a text by then.
    written_at = None if told is None else datetime.fromisoformat(str(told))
    if not still_there(written_at, context.today):
        return None
    return str(context.storage.download_url(rejected_rows_key(values["id"], values["format"])))


_JOB, _WISH = ImportJobModel.__table__.c, ImportCancellation.__table__.c
_MOVING = or_(*(stored_as(_JOB.state, each) for each in ("validating", "applying")))
_CANCEL_ASKED_AT = case(
    (_MOVING, select(_WISH.created_at).where(_WISH.import_job_id == _JOB.id).scalar_subquery())
)
_MESSAGE = case(
    (_CANCEL_ASKED_AT.is_not(None), literal_column(f"'{BEING_CANCELLED}'", Text())),
    else_=_JOB.message,
)


@record(ImportIssueModel)
class ImportIssue:
    """What is wrong in one place of an uploaded file."""

    file: str = column(ImportIssueModel.file, "The file, as it was named when uploaded.")
    line: int = column(
        ImportIssueModel.line, "The line where the row begins, from 1; 0 is the whole file."
    )
    column_name: str | None = column(ImportIssueModel.column_name, "The column, by its header.")
    code: str = column(ImportIssueModel.code, "What kind of mistake it is, for programs.")
    value: str | None = column(ImportIssueModel.value, "What the file says there.")
    message: str = column(ImportIssueModel.message, "What is wrong and what to do.")


@record(ImportJobModel)
class ImportJob(Node):
    """An uploaded file on its way into the records."""

    id: strawberry.ID = global_id()
    state: ImportState = column(ImportJobModel.state, "Where it stands.")
    format: str | None = column(
        ImportJobModel.format, "What the file holds; null until it is known."
    )
    file_name: str = column(ImportJobModel.file_name, "The file's name.")
    detection: JSON | None = column(
        ImportJobModel.detection,
        "What the file was found to be: encoding, delimiter and which column is which field; of a"
        " zip of several, `files` has that of each. Null until it is known.",
    )
    plan_hash: str | None = column(
        ImportJobModel.plan_hash, "Names the plan, for `importApply`; null until there is one."
    )
    plan: list[ImportPlanEntry] = groups(
        ImportJobModel.plan_entries,
        "What applying it would do, for each file and kind of record, in the order of applying;"
        " empty until it is known.",
        by=tuple(ImportPlanEntryModel.__table__.c)[1:],
    )
    preview: Connection[ImportPreviewRow] = connection(
        "Some of the changes that applying it would make, at most 1,000.",
        relationship=ImportJobModel.previews,
    )
    deactivate_missing: bool = column(
        ImportJobModel.deactivate_missing,
        "Whether records are put out of use that the file does not name.",
    )
    rows_expected: int | None = column(
        ImportJobModel.rows_expected, "Rows in all; null until they are counted."
    )
    progress: int | None = column(
        ImportJobModel.progress,
        "How many of its rows are read, in percent; null while that is unknown.",
    )
    rows_total: int = column(ImportJobModel.rows_total, "Rows read so far.")
    rows_created: int = column(ImportJobModel.rows_created, "Records made.")
    rows_updated: int = column(ImportJobModel.rows_updated, "Records changed.")
    rows_unchanged: int = column(ImportJobModel.rows_unchanged, "Rows that changed nothing.")
    rows_deactivated: int = column(ImportJobModel.rows_deactivated, "Records put out of use.")
    rows_rejected: int = column(ImportJobModel.rows_rejected, "Rows that have issues.")
    rejected_rows_url: URL | None = computed(
        {
            "id": ImportJobModel.id,
            "format": ImportJobModel.format,
            "rejected_rows_at": ImportJobModel.rejected_rows_at,
        },
        rejected_rows_url,
        "Where to download, for five minutes, the rejected rows: in the file's own columns,"
        " delimiter and encoding, behind `_line` and `_error`. Mended, the same file can be"
        " imported; those of a zip are a zip of such files. Null until the import is completed,"
        " if no row was rejected, and after a week.",
    )
    message: str | None = column(_MESSAGE, "What happened, or is about to, in a sentence.")
    cancel_asked_at: datetime | None = column(
        _CANCEL_ASKED_AT,
        "When somebody cancelled it while rows were being written: those are the last. Null as"
        " soon as it has ended.",
    )
    created_at: datetime = column(ImportJobModel.created_at, "When it was asked for.")
    started_at: datetime | None = column(ImportJobModel.started_at, "When reading began.")
    finished_at: datetime | None = column(ImportJobModel.finished_at, "When it ended.")
    issue_groups: list[ImportIssueGroup] = groups(
        ImportJobModel.issue_groups,
        "What is wrong, by kind: what came up first, first.",
        by=tuple(
            ImportIssueGroupModel.__table__.c[name]
            for name in ("first_id", "code", "issues", "first_file", "first_line", "first_message")
        ),
    )
    issues: Connection[ImportIssue] = connection(
        "What is wrong with rows of the file, in the file's order.",
        relationship=ImportJobModel.issues,
    )
