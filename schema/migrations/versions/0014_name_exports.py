"""Name the exports: reports in the columns of the files that records are imported from."""

from alembic import op

revision = "0014"
down_revision = "0013"

REPORTS = (
    "roster", "students", "orgs", "terms", "courses", "staff", "sections", "enrollments", "grades",
)  # fmt: skip


def upgrade() -> None:
    known = ", ".join(f"'{name}'" for name in REPORTS)
    op.execute("ALTER TABLE report_job DROP CONSTRAINT report_job_report_known")
    op.execute(
        f"ALTER TABLE report_job ADD CONSTRAINT report_job_report_known CHECK (report IN ({known}))"
    )
