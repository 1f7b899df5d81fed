"""Let each version of an object be one import: files of the inbox keep their names."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.execute("ALTER TABLE import_job DROP CONSTRAINT import_job_object_key_key")
    op.execute(
        "CREATE UNIQUE INDEX import_job_object_key"
        " ON import_job (object_key, object_version, object_etag, size_bytes) NULLS NOT DISTINCT"
    )
