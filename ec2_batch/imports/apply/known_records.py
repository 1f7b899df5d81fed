"""Known records: the hashes of what earlier imports wrote and nobody has changed since."""

import sys
from array import array

import polars as pl
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.entity import Entity
from ec2_batch.transaction import run

# Many numbers' bytes in a row, by their upper bits: a row for each would take longer to read
# than the number to find.
HASHES = sql.SQL("""
SELECT string_agg(int8send(src_hash), '') FROM {}
WHERE src_hash IS NOT NULL AND status = 'active' GROUP BY src_hash >> 54
""")


def known_hashes(cursor: Cursor, entity: Entity) -> pl.Series:
    """Return the hashes, sorted; 8 bytes each."""
    rows = run(cursor, "read known hashes", HASHES.format(sql.Identifier(entity.name)), {})
    hashes = array("q")
    for (row,) in rows:
        hashes.frombytes(row)
    if sys.byteorder == "little":
        hashes.byteswap()
    return pl.Series(hashes, dtype=pl.Int64).sort()
