"""Rejected rows of an import: the file that they come back in, and its own columns."""

from datetime import date, datetime, timedelta

from schema.formats import FORMATS, ImportFormatName

LINE_COLUMN, ERROR_COLUMN = "_line", "_error"
# Only where dates are written with the year last: a few rows may not tell day from month.
DATES_COLUMN = "_dates"
# Added in front of the file's own; an import of the mended file reads the last and no other.
OWN_COLUMNS = (LINE_COLUMN, ERROR_COLUMN, DATES_COLUMN)
KEPT = timedelta(days=7)  # infra_cfn/storage.yaml has S3 forget reports then


def rejected_rows_key(job_id: int, format_name: str) -> str:
    """Return where the rejected rows of an import are, in the bucket of reports.

    Those of an archive are an archive again.
    """
    ending = "zip" if FORMATS[ImportFormatName(format_name)].is_archive else "csv"
    return f"rejected-rows/{job_id}/rejected-rows.{ending}"


def still_there(written_at: datetime | None, today: date) -> bool:
    """Say whether a file of rejected rows was written and is kept to this day, in UTC."""
    return written_at is not None and today < (written_at + KEPT).date()
