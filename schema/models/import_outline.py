"""Outlines of an import: its plan, its issues by kind and its preview by field, as views."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from schema.models.base import Key, View


class ImportPlanEntry(View):
    """What applying an import would do to one kind of record, by one of its files."""

    __tablename__ = "import_plan_entry"

    import_job_id: Mapped[Key] = mapped_column(primary_key=True)
    position: Mapped[Key] = mapped_column(primary_key=True)  # in the order of applying, from 1
    file: Mapped[str]
    entity: Mapped[str]  # the table's name
    rows_read: Mapped[int]
    to_create: Mapped[int]
    to_update: Mapped[int]
    unchanged: Mapped[int]
    to_deactivate: Mapped[int]
    rejected: Mapped[int]
    overwritten: Mapped[int]  # of those to update: changed by hand since an import wrote them


class ImportIssueGroup(View):
    """The issues of one kind, and the first of them."""

    __tablename__ = "import_issue_group"

    import_job_id: Mapped[Key] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    first_id: Mapped[Key]
    issues: Mapped[int]
    first_file: Mapped[str]
    first_line: Mapped[int]
    first_message: Mapped[str]


class ImportPreviewField(View):
    """One field of a record that an import would change, as text."""

    __tablename__ = "import_preview_field"

    import_preview_id: Mapped[Key] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    before: Mapped[str | None]
    after: Mapped[str | None]
