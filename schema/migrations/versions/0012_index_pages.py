"""Index what pages walk and what erasing looks for: enrollments, sections, answers kept.

A walk of enrollments in their order of old then passes by those of other schools without
reading their rows; docs/decisions/0007-pages-by-name.md says why such a walk is chosen.
"""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.execute("CREATE INDEX enrollment_id_org_id_idx ON enrollment (id, org_id)")
    op.execute("CREATE INDEX section_code_id_idx ON section (code, id)")
    op.execute(
        "CREATE INDEX idempotency_key_student_idx ON idempotency_key ((response ->> 'id'))"
        " WHERE response ? 'email'"
    )
