"""Undo imports: how far an undo has come, which also says which records it may touch."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE import_job ADD COLUMN undo_lowest BIGINT, ADD COLUMN undo_highest BIGINT"
    )
