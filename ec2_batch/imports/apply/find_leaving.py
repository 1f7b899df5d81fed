"""Which records a whole file does not name, so that they leave, and why others stay."""

import io
from dataclasses import dataclass

import polars as pl
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.apply.apply_file import Reading
from ec2_batch.imports.apply.find_missing_places import find_missing_places
from ec2_batch.imports.apply.read_keys import read_keys
from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.uploads.opened import SourceFile
from ec2_batch.transaction import run
from runtime import tracing

UNREAD = (
    "Rows of this file could not be read, so that nobody knows whom they name:"
    " no record was put out of use."
)

CREATE = """
DROP TABLE IF EXISTS import_named;
CREATE TEMP TABLE import_named (key text NOT NULL)
"""
COPY = "COPY import_named FROM STDIN (FORMAT csv)"
# Only now, as it is filled in one go; a name may stand there more than once.
INDEX = "CREATE INDEX ON import_named (key); ANALYZE import_named"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a whole file's silence means."""

    known: bool  # whether anybody knows who leaves; nobody does otherwise
    stay: tuple[str, ...] = ()  # sentences on records that it does not name, and that stay

    @property
    def issues(self) -> list[Issue]:
        """Return what there is to tell of it; no row has an issue for it."""
        return [Issue(0, "NOT_DEACTIVATED", sentence) for sentence in self.stay]


def find_leaving(cursor: Cursor, reading: Reading, part: Part) -> Leaving:
    """Find the records that a file does not name, with the eyes of who imports."""
    kind = part.layout.format
    if kind.entity.stays:
        return Leaving(known=False, stay=(kind.entity.stays,))
    if kind.place:
        stay = find_missing_places(cursor, reading, part, kind.place)
        return Leaving(known=False, stay=(UNREAD,)) if stay is None else Leaving(True, tuple(stay))
    if not _name_records(cursor, reading.source):
        return Leaving(known=False, stay=(UNREAD,))
    return Leaving(known=True)


def _name_records(cursor: Cursor, source: SourceFile) -> bool:
    """Collect what a file's rows name; false means that some cannot be read."""
    run(cursor, "create names", CREATE, {})
    for keys in read_keys(source):
        if keys is None:
            return False
        text = io.BytesIO(pl.DataFrame([keys]).write_csv(include_header=False).encode())
        with tracing.sql_span("copy names"):
            cursor.copy_expert(COPY, text)
    run(cursor, "index names", INDEX, {})
    return True
