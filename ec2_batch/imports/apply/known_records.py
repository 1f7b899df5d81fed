"""Known records: the hashes of what earlier imports wrote and nobody has changed since."""

import io

import polars as pl
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.entity import Entity
from runtime import tracing

HASHES = sql.SQL(
    "COPY (SELECT src_hash FROM {} WHERE src_hash IS NOT NULL AND status = 'active') TO STDOUT"
)
PART_BYTES = 4 << 20  # of text, before it becomes numbers


class _Hashes(io.RawIOBase):
    """Takes lines of text and keeps numbers."""

    def __init__(self) -> None:
        self._text = bytearray()
        self.parts = [pl.Series([], dtype=pl.Int64)]

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._text += data
        if len(self._text) > PART_BYTES:
            self.keep()
        return len(data)

    def keep(self) -> None:
        whole = self._text.rfind(b"\n") + 1
        if whole:
            text = io.BytesIO(self._text[:whole])
            read = pl.read_csv(text, has_header=False, schema={"hash": pl.Int64})
            self.parts.append(read["hash"])
            del self._text[:whole]


def known_hashes(cursor: Cursor, entity: Entity) -> pl.Series:
    """Return the hashes, sorted; 8 bytes each."""
    hashes = _Hashes()
    with tracing.sql_span("read known hashes"):
        cursor.copy_expert(HASHES.format(sql.Identifier(entity.name)), hashes)
    hashes.keep()
    return pl.concat(hashes.parts).sort()
