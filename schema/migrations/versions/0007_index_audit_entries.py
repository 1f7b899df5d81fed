"""Index audit entries: the history of a record, and the log by time."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("CREATE INDEX audit_entry_entity_entity_id_idx ON audit_entry (entity, entity_id)")
    op.execute("CREATE INDEX audit_entry_occurred_at_id_idx ON audit_entry (occurred_at, id)")
