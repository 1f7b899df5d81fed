"""Exports: records in the columns of the files that they are imported from."""

from schema.reports.report import Report, ReportFormat, ReportName


def _export(name: ReportName, what: str) -> Report:
    return Report(
        name=name,
        title=f"{name.value.capitalize()}, to import",
        description=f"{what}, in the columns of {name.value}.csv, exactly as they are.",
        formats=(ReportFormat.CSV,),
    )


EXPORTS = (
    _export(ReportName.STUDENTS, "The active students that you may see"),
    _export(ReportName.ORGS, "Your organisations"),
    _export(ReportName.TERMS, "School years, semesters, terms and grading periods"),
    _export(ReportName.COURSES, "The courses of your schools"),
    _export(ReportName.STAFF, "The staff of your schools"),
    _export(ReportName.SECTIONS, "The sections of your schools"),
    _export(ReportName.ENROLLMENTS, "The enrollments that you may see"),
    _export(ReportName.GRADES, "The posted final grades that you may see"),
)
