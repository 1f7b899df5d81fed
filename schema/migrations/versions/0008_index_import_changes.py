"""Index import changes by the record: erasing a student looks for all of that student's."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute(
        "CREATE INDEX import_change_entity_entity_id_idx ON import_change (entity, entity_id)"
    )
