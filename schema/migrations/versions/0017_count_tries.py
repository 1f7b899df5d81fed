"""Count the tries at an import that have killed their worker."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.execute("ALTER TABLE import_job ADD COLUMN tries INTEGER DEFAULT 0 NOT NULL")
