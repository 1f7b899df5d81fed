"""Stage 5, stage: valid rows into a temporary table, where the merge reads them as a set."""

import io
from collections.abc import Iterable
from typing import Any

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.layout import Layout
from ec2_batch.imports.staged_student import STAGED_COLUMNS, content_hash
from ec2_batch.imports.validate import Valid
from ec2_batch.transaction import run

# Temporary tables are the session's own: PUBLIC here means the roles of one import.
CREATE = """
DISCARD TEMP;
CREATE TEMP TABLE import_staged (
    line int PRIMARY KEY,
    src_hash bigint NOT NULL,
    sourced_id text NOT NULL,
    student_number text NOT NULL,
    given_name text NOT NULL,
    family_name text,
    email text,
    birth_date date,
    grade_level smallint,
    org_id bigint NOT NULL,
    course_id bigint,
    -- What the merge finds out.
    entity_id bigint,
    action text,  -- what becomes of the row: create, update, unchanged
    lead boolean,
    student_written boolean NOT NULL DEFAULT false,
    before jsonb,
    section_id bigint,
    enrollment_id bigint,
    place text
);
CREATE TEMP TABLE import_claimed (
    column_name text,
    value text,
    says text NOT NULL,
    line int NOT NULL,
    PRIMARY KEY (column_name, value)
);
GRANT ALL ON import_staged, import_claimed TO PUBLIC
"""

# COPY's text format: a backslash and what would end a cell or a row are escaped.
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NULL = "\\N"


def create_tables(cursor: Cursor) -> None:
    """Make the staging tables, empty, for one import on this connection."""
    run(cursor, "create staging", CREATE, {})


def stage_rows(cursor: Cursor, rows: Iterable[Valid], layout: Layout) -> None:
    """Put a chunk's valid rows into the staging table, in place of the last chunk's."""
    lines = io.StringIO()
    written = layout.written
    for row in rows:
        cells = [row.line, content_hash(row.student, written)]
        cells += [getattr(row.student, name) for name in STAGED_COLUMNS]
        lines.write("\t".join(map(_cell, cells)) + "\n")
    lines.seek(0)
    run(cursor, "empty staging", "TRUNCATE import_staged", {})
    columns = ", ".join(("line", "src_hash", *STAGED_COLUMNS))
    cursor.copy_expert(f"COPY import_staged ({columns}) FROM STDIN", lines)


def _cell(value: Any) -> str:
    if value is None:
        return NULL
    text = str(value)
    return text if text.isalnum() else text.translate(ESCAPES)
