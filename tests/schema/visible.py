"""Whose rows each caller of the small district sees, table by table."""

ALL = {"ann", "ben", "cid"}
NORTH, ANN, NOBODY = {"ann", "ben"}, {"ann"}, set[str]()

OF_STUDENT = ("student", "enrollment", "result")
IMPORTS = (
    *("import_job", "import_issue", "import_change", "import_preview"),
    "import_cancellation",
)
TABLES = (*OF_STUDENT, "hold", "student_standing", *IMPORTS, "report_job", "section", "line_item")


def sees(
    records: set[str],
    *,
    hold: set[str] | None = None,
    imports: set[str] = NOBODY,
    reports: set[str] = NOBODY,
) -> dict[str, set[str]]:
    return {
        **dict.fromkeys(OF_STUDENT, records),
        "hold": records if hold is None else hold,
        "student_standing": records,
        **dict.fromkeys(IMPORTS, imports),
        "report_job": reports,
        # What is taught is no secret inside the school.
        "section": ALL,
        "line_item": ALL,
    }


VISIBLE = {
    "student ann": sees(ANN),
    "guardian of ann": sees(ANN),
    "teacher of ann": sees(ANN, hold=NOBODY, reports=ANN),
    "registrar of north": sees(NORTH),
    "registrar of the district": sees(ALL),
    "operator of north": sees(NORTH, imports=NORTH),
    "admin": sees(ALL, imports=ALL, reports=ALL),
    "auditor": sees(ALL, imports=ALL),
}
