"""Undo imports: how far an undo has come, which also says which records it may touch.

And how far an import has come, in percent.
"""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE import_job
            ADD COLUMN undo_lowest BIGINT,
            ADD COLUMN undo_highest BIGINT,
            ADD COLUMN progress SMALLINT GENERATED ALWAYS AS (
                CASE WHEN rows_expected > 0
                THEN least(rows_total::bigint * 100 / rows_expected, 100) END
            ) STORED
    """)
