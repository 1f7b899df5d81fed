"""Reports: what each one selects."""

from dataclasses import dataclass

from ec2_batch.reports.roster import ROSTER
from schema.models.report_job import ReportName


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its rows are what the person who asks may see."""

    file_name: str
    select: str  # named columns, in the order of the file


REPORTS = {ReportName.ROSTER: Report("roster.csv", ROSTER)}
