"""Cancel imports at once: the wish stands beside the job, whose row the worker holds."""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE import_cancellation (
            import_job_id BIGINT NOT NULL,
            created_at timestamptz DEFAULT now() NOT NULL,
            CONSTRAINT import_cancellation_pkey PRIMARY KEY (import_job_id),
            CONSTRAINT import_cancellation_import_job_id_fkey
                FOREIGN KEY (import_job_id) REFERENCES import_job (id)
        )
    """)
