"""Where COPY's time goes: the same rows into the same table, each kind of constraint left out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

from benchmarks.imports.arena import Arena
from benchmarks.imports.files import Files
from benchmarks.imports.records import Records, copied
from benchmarks.imports.subjects import BARE, COPY, Subject
from infra_cfn.local.postgres.server import connected

# What makes the statements that take something away from a table.
CONSTRAINTS = """
SELECT format('ALTER TABLE %%I DROP CONSTRAINT %%I', conrelid::regclass, conname)
FROM pg_constraint WHERE conrelid = %(table)s::regclass AND contype = ANY (%(types)s)
"""
INDEXES = """
SELECT format('DROP INDEX %%I', indexrelid::regclass) FROM pg_index
WHERE indrelid = %(table)s::regclass AND NOT indisprimary
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype = 'u')
"""
TRIGGERS = "SELECT format('ALTER TABLE %%I DISABLE TRIGGER USER', %(table)s::text)"
# A statement that makes statements, and the types of constraints it asks for, if any.
Taken = tuple[str, list[str]]
FOREIGN_KEYS, CHECKS, UNIQUE = ["f"], ["c"], ["u"]


@dataclass(frozen=True, slots=True)
class Without:
    """A table, less something."""

    title: str
    takes: tuple[Taken, ...]
    subject: Subject = COPY

    def take_away(self, records: Records, table: str) -> None:
        """Take it away."""
        with connected(records.admin_url) as cursor:
            for statement, types in self.takes:
                cursor.execute(statement, {"table": table, "types": types})
                for (taken,) in cursor.fetchall():
                    cursor.execute(taken)


KEYS: Taken = (CONSTRAINTS, FOREIGN_KEYS)
INDEXED: tuple[Taken, ...] = ((INDEXES, []), (CONSTRAINTS, UNIQUE))
CHECKED: Taken = (CONSTRAINTS, CHECKS)
TRIGGERED: Taken = (TRIGGERS, [])

VARIANTS = (
    Without("everything", ()),
    Without("no foreign keys", (KEYS,)),
    Without("no indexes but the primary key's", INDEXED),
    Without("no checks", (CHECKED,)),
    Without("no triggers", (TRIGGERED,)),
    Without("the primary key alone", (KEYS, *INDEXED, CHECKED, TRIGGERED)),
    Without("the columns alone", (), BARE),
)


def costs(
    arena: Arena, files: Files, rounds: int, say: Callable[[str], None]
) -> Mapping[str, float]:
    """Return how many seconds COPY takes into each variant of the table."""
    taken: dict[str, list[float]] = {variant.title: [] for variant in VARIANTS}
    for _ in range(rounds):
        for variant in VARIANTS:
            with copied(arena.empty) as records:
                variant.take_away(records, arena.rows.table)
                [load] = variant.subject.loads
                reading = arena.load(records, variant.subject, load, [files])
            taken[variant.title].append(reading.seconds)
            say(f"{arena.rows.name}, {variant.title}: {reading.seconds:.2f} s")
    return {title: round(median(seconds), 3) for title, seconds in taken.items()}
