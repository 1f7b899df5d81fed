"""Outlines of an import: its plan, its issues by kind and its preview, as the API shows them."""

from graphql_api.declare.fields import column, groups, part, record
from schema.models import ImportIssueGroup as ImportIssueGroupModel
from schema.models import ImportPlanEntry as ImportPlanEntryModel
from schema.models import ImportPreview as ImportPreviewModel
from schema.models import ImportPreviewField as ImportPreviewFieldModel
from schema.models.import_change import ImportAction

_ENTITY = "The kind of record, such as `student`."


@record(ImportPlanEntryModel)
class ImportPlanEntry:
    """What applying an import would do to one kind of record, by one of its files."""

    file: str = column(ImportPlanEntryModel.file, "The file, as it is named inside the upload.")
    entity: str = column(ImportPlanEntryModel.entity, _ENTITY)
    rows: int = column(ImportPlanEntryModel.rows_read, "Rows of the file.")
    create: int = column(ImportPlanEntryModel.to_create, "Records that would be made.")
    update: int = column(ImportPlanEntryModel.to_update, "Records that would be changed.")
    unchanged: int = column(ImportPlanEntryModel.unchanged, "Rows that would change nothing.")
    deactivate: int = column(
        ImportPlanEntryModel.to_deactivate,
        "Records that would be put out of use, because the file does not name them.",
    )
    rejected: int = column(ImportPlanEntryModel.rejected, "Rows that have issues.")
    overwritten: int = column(
        ImportPlanEntryModel.overwritten,
        "Records, among those that would be changed, that somebody edited since an import wrote"
        " them.",
    )


@record(ImportIssueGroupModel)
class FirstIssue:
    """Where something wrong first came up."""

    file: str = column(ImportIssueGroupModel.first_file, "The file.")
    line: int = column(ImportIssueGroupModel.first_line, "The line; 0 is the whole file.")
    message: str = column(ImportIssueGroupModel.first_message, "What is wrong and what to do.")


@record(ImportIssueGroupModel)
class ImportIssueGroup:
    """What is wrong in the same way."""

    code: str = column(ImportIssueGroupModel.code, "What kind of mistake it is, for programs.")
    count: int = column(ImportIssueGroupModel.issues, "How often it came up.")
    first: FirstIssue = part("The first of them.")


@record(ImportPreviewFieldModel)
class ImportPreviewChange:
    """What would become of one field."""

    field: str = column(ImportPreviewFieldModel.field, "The field, such as `given_name`.")
    before: str | None = column(
        ImportPreviewFieldModel.before, "What it holds; null for nothing, or a new record."
    )
    after: str | None = column(ImportPreviewFieldModel.after, "What it would hold.")


@record(ImportPreviewModel)
class ImportPreviewRow:
    """One record that applying an import would write."""

    file: str = column(ImportPreviewModel.file, "The file that says so.")
    line: int = column(ImportPreviewModel.line, "The line of the row, from 1; 0: named by none.")
    entity: str = column(ImportPreviewModel.entity, _ENTITY)
    key: str = column(ImportPreviewModel.key, "The record's id in the school's own systems.")
    action: ImportAction = column(ImportPreviewModel.action, "What would become of the record.")
    changes: list[ImportPreviewChange] = groups(
        ImportPreviewModel.fields,
        "The fields that would change.",
        by=tuple(ImportPreviewFieldModel.__table__.c)[1:],
    )
    by_hand: bool = column(
        ImportPreviewModel.by_hand, "Whether somebody edited the record since an import wrote it."
    )
