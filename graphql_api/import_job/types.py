"""Import jobs, as the API shows them."""

from datetime import datetime

import strawberry

from graphql_api.declare.connection import Connection
from graphql_api.declare.fields import column, connection, global_id, record
from graphql_api.declare.node import Node
from schema.models import ImportIssue as ImportIssueModel
from schema.models import ImportJob as ImportJobModel
from schema.models.import_job import ImportState


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
    rows_total: int = column(ImportJobModel.rows_total, "Rows read so far.")
    rows_created: int = column(ImportJobModel.rows_created, "Records made.")
    rows_updated: int = column(ImportJobModel.rows_updated, "Records changed.")
    rows_unchanged: int = column(ImportJobModel.rows_unchanged, "Rows that changed nothing.")
    rows_deactivated: int = column(ImportJobModel.rows_deactivated, "Records put out of use.")
    rows_rejected: int = column(ImportJobModel.rows_rejected, "Rows that have issues.")
    message: str | None = column(ImportJobModel.message, "What happened, in a sentence.")
    created_at: datetime = column(ImportJobModel.created_at, "When it was asked for.")
    started_at: datetime | None = column(ImportJobModel.started_at, "When reading began.")
    finished_at: datetime | None = column(ImportJobModel.finished_at, "When it ended.")
    issues: Connection[ImportIssue] = connection(
        "What is wrong with rows of the file, in the file's order.",
        relationship=ImportJobModel.issues,
    )
