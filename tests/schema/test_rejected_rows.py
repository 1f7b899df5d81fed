"""Rejected rows: for how long they can be fetched."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from schema.rules.rejected_rows import KEPT, still_there

WRITTEN = datetime(2026, 11, 1, 23, 0, tzinfo=UTC)
STORAGE = Path(__file__).parents[2] / "infra_cfn" / "storage.yaml"


@pytest.mark.parametrize(
    ("written", "day", "there"),
    [(WRITTEN, 1, True), (WRITTEN, 7, True), (WRITTEN, 8, False), (None, 1, False)],
)
def test_rejected_rows_are_there_for_a_week(
    written: datetime | None, day: int, *, there: bool
) -> None:
    assert still_there(written, date(2026, 11, day)) is there


def test_nobody_is_sent_to_a_file_that_storage_has_forgotten() -> None:
    _, _, reports = STORAGE.read_text().partition("  ReportDays:")

    assert f"    Default: {KEPT.days}\n" in reports
