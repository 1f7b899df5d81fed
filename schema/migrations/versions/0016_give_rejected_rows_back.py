"""Give rejected rows back: when the file was written that they come back in."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.execute("ALTER TABLE import_job ADD COLUMN rejected_rows_at TIMESTAMPTZ")
