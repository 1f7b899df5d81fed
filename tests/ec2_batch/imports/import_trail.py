"""What an import writes, and the trail it leaves, on records made up for a test."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from schema.models import Base, ImportAction, ImportChange, ImportJob, ImportState
from tests.conftest import Database
from tests.factories import make_import_job, make_org, word

# What is no record of a school's: the import's own tables, and what tells of it.
TOLD = {
    *("import_job", "import_issue", "import_change", "import_preview"),
    "import_cancellation",
    *("audit_entry", "outbox", "inbox", "idempotency_key", "account", "report_job"),
}


@dataclass
class Trail:
    """One import and the session that it writes in."""

    session: Session
    job: ImportJob

    def made(self, row: Any) -> Any:
        """Say that the import has made a record."""
        self.session.add(row)
        self._keep(row, ImportAction.CREATE, None)
        return row

    def change(self, row: Any, action: ImportAction = ImportAction.UPDATE, **values: Any) -> None:
        """Change a record as an import does, and say so."""
        table = Base.metadata.tables[row.__tablename__]
        generated = [c.name for c in table.columns if c.computed is not None]
        was = text(f"SELECT to_jsonb(t) - CAST(:names AS text[]) FROM {table} t WHERE id = :id")  # noqa: S608
        before = self.session.scalar(was, {"names": generated, "id": row.id})
        sets = ", ".join(f"{name} = :{name}" for name in values)
        self.session.execute(text("SELECT set_config('app.reason', 'Imported', true)"))
        self.session.execute(
            text(
                f"UPDATE {table} SET {sets}, version = version + 1,"  # noqa: S608
                " src_hash = coalesce(src_hash, 0) + 1, updated_at = clock_timestamp()"
                " WHERE id = :id"
            ),
            {**values, "id": row.id},
        )
        self._keep(row, action, before)

    def _keep(self, row: Any, action: ImportAction, before: Any) -> None:
        self.session.flush()
        self.session.refresh(row)
        change = ImportChange(
            import_job=self.job,
            entity=row.__tablename__,
            entity_id=row.id,
            action=action,
            before=before,
            version_after=row.version,
        )
        self.session.add(change)
        self.session.flush()


def begin_import(session: Session) -> Trail:
    """Begin an import that somebody has asked to undo by the time it is committed."""
    job = make_import_job(session, make_org(session))
    job.state = ImportState.UNDOING
    job.object_key = word("uploads")
    return Trail(session, job)


def sums(database: Database) -> dict[str, Any]:
    """Return a sum over all that each table of records holds."""
    found = {}
    with database.owner_session() as session:
        for table in sorted(set(Base.metadata.tables) - TOLD):
            total = f"SELECT sum(hashtextextended(t::text, 0)::numeric) FROM {table} t"  # noqa: S608
            found[table] = session.scalar(text(total))
    return found
