"""The declared reports."""

from schema.reports import REPORTS, ReportName


def test_every_report_that_can_be_named_is_declared() -> None:
    assert set(REPORTS) == set(ReportName)
