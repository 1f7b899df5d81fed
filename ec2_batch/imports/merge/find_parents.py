"""Merge, step 0: what rows belong to, among the records and the rows that are written already."""

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue, shown
from ec2_batch.imports.merge.part import Part
from ec2_batch.transaction import run

# A name that several records have is nobody's.
FIND = sql.SQL("""
UPDATE import_staged AS staged SET parent_id = found.id
FROM (
    SELECT lower({column}) AS name, min(id) AS id FROM {table}
    GROUP BY lower({column}) HAVING count(*) = 1
) AS found
WHERE staged.parent_id IS NULL AND found.name = lower(staged.parent_name)
  AND line BETWEEN %(first)s AND %(last)s
""")
DROP_UNKNOWN = """
DELETE FROM import_staged
WHERE parent_id IS NULL AND parent_name IS NOT NULL AND line BETWEEN %(first)s AND %(last)s
RETURNING line, parent_name
"""


def find_parents(cursor: Cursor, part: Part) -> list[Issue]:
    """Find what each row belongs to; rows whose parent nobody knows are taken out."""
    kind = part.layout.format
    for column in kind.parents:
        statement = FIND.format(
            column=sql.Identifier(column), table=sql.Identifier(kind.entity.name)
        )
        run(cursor, "find parents", statement, part.lines)
    left = run(cursor, "drop rows without parent", DROP_UNKNOWN, part.lines)
    noun = kind.entity.noun
    return [
        part.refusal(
            line,
            f"UNKNOWN_{kind.entity.name.upper()}",
            f"“{shown(name)}” is no {noun} that is known or can be imported with this file.",
            "parent",
            shown(name),
        )
        for line, name in sorted(left)
    ]
