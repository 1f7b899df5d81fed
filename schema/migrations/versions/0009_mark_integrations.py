"""Mark the accounts of integrations: programs of others, from which directory fields are kept."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute("ALTER TABLE account ADD COLUMN integration BOOLEAN DEFAULT false NOT NULL")
    op.execute(
        "ALTER TABLE account ADD CONSTRAINT account_integration_is_no_person CHECK (NOT integration"
        " OR role = 'registrar' AND student_id IS NULL AND staff_id IS NULL)"
    )
