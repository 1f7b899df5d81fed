"""The reports that can be asked for: what each one is, free of how it is written."""

from schema.reports.exports import EXPORTS
from schema.reports.report import Report, ReportFormat, ReportName, ReportParameter
from schema.reports.roster import ROSTER

REPORTS = {each.name: each for each in (ROSTER, *EXPORTS)}

__all__ = ["REPORTS", "Report", "ReportFormat", "ReportName", "ReportParameter"]
