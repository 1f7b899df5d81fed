"""Merge, step 2a: rows about a record that another row of the file is about already."""

import polars as pl
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.part import Part, drop_lines
from ec2_batch.imports.rows.cells import among
from ec2_batch.transaction import run

# Of the rows that found the same record by different keys, the first may have it. Rows without
# a record have been told apart by what they claim.
TWICE = """
SELECT line, sourced_id FROM (
    SELECT line, sourced_id, row_number() OVER (PARTITION BY entity_id ORDER BY line) AS nth
    FROM import_planned WHERE entity_id IS NOT NULL AND line BETWEEN %(first)s AND %(last)s
) AS numbered WHERE nth > 1 ORDER BY line
"""
LAST_WRITTEN = """
SELECT line, sourced_id, known_hash FROM import_planned
WHERE known_hash IS NOT NULL AND known_hash <> src_hash
  AND line BETWEEN %(first)s AND %(last)s ORDER BY line
"""


def refuse_doubled(cursor: Cursor, part: Part) -> list[Issue]:
    """Take rows out whose record is another row's, and say which.

    A record that is just as another row of the file has it belongs to that row, though the row
    itself was passed by because it changes nothing.
    """
    if part.layout.format.repeats:
        return []
    twice = run(cursor, "find records twice", TWICE, part.lines)
    written = run(cursor, "find records of other rows", LAST_WRITTEN, part.lines)
    if written:
        hashes = pl.Series([known_hash for _, _, known_hash in written], dtype=pl.Int64)
        elsewhere = among(hashes, part.in_file).arg_true()
        twice = sorted({*twice, *(written[at][:2] for at in elsewhere)})
    drop_lines(cursor, [line for line, _ in twice])
    message = f"Another row of this file is about this {part.layout.format.entity.noun}."
    return [part.refusal(line, "DUPLICATE_ID", message, "sourced_id", key) for line, key in twice]
