"""Store the ids of many new records as they are: packing them took longer than the rest."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.execute("ALTER TABLE import_change ALTER COLUMN entity_ids SET STORAGE EXTERNAL")
