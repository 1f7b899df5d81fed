"""The roster: every student, once for each section they have a seat in."""

from schema.reports.report import Report, ReportFormat, ReportName

ROSTER = Report(
    name=ReportName.ROSTER,
    title="Roster",
    description="Every student you may see, once for each section they have a seat in.",
    formats=(ReportFormat.CSV,),
)
