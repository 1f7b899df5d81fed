"""Writing the demo district into a database, and linking accounts to its people."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from types import MappingProxyType

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from schema.access.logins import OWNER
from schema.access.roles import Role
from schema.demo.accounts import link_accounts
from schema.demo.block import Block, Size, blocks_by_size
from schema.demo.grades import REASONS
from schema.demo.population import block_rows
from schema.demo.schools import teacher_id
from schema.demo.staging import (
    Lines,
    empty_staging_tables,
    fill_staging_tables,
    lines,
    make_staging_tables,
)
from schema.demo.statements import AMEND, LOAD, STANDING

LOCK = 20_260_824  # ours alone among advisory locks: two seeds take turns
BATCH_BLOCKS = 10  # up to 2,000 students, about 35 MB of memory
# A batch is small beside the tables and finds its references one by one. Left alone,
# PostgreSQL would plan by counts taken before the tables grew, and read them whole.
LOOK_UP_BY_INDEX = """
    SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off;
    SET LOCAL enable_mergejoin = off
"""
LOADED_TABLES = (
    "org, academic_session, grade_scale, grade_scale_entry, course, course_prerequisite, staff,"
    " student, hold, section, section_staff, enrollment, line_item, result, student_standing"
)


def seed(url: str, size: Size, subjects: Mapping[Role, str] = MappingProxyType({})) -> None:
    """Fill a migrated database with the demo district, and link an account of each role.

    What is there already stays as it is: a larger size only adds, a smaller one does nothing.
    `subjects` are the tokens' subjects of the demo accounts; one that has changed is replaced.
    The address is of a login that may become the owner. Each size is one transaction, and
    events of other transactions are not relayed before it ends: minutes, for XL.
    """
    connection = psycopg2.connect(url, client_encoding="utf8")
    try:
        for each, blocks in blocks_by_size():
            _add(connection, blocks)
            if each == size:
                break
        with connection, connection.cursor() as cursor:
            _take_turn(cursor)
            _become_owner(cursor)
            link_accounts(cursor, subjects)
    finally:
        connection.close()


def _take_turn(cursor: Cursor) -> None:
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _become_owner(cursor: Cursor) -> None:
    cursor.execute(f"SET LOCAL ROLE {OWNER}")


def _become_login(cursor: Cursor) -> None:
    cursor.execute("SET LOCAL ROLE none")


def _add(connection: Connection, blocks: Sequence[Block]) -> None:
    """Add all of the blocks, or none where they are there or something fails."""
    with connection, connection.cursor() as cursor:
        _take_turn(cursor)
        _become_owner(cursor)
        if _is_there(cursor, blocks[-1]):
            return
        cursor.execute(LOOK_UP_BY_INDEX)
        _become_login(cursor)
        make_staging_tables(cursor, reader=OWNER)
        for staged in _made_ahead(_batches(blocks)):
            fill_staging_tables(cursor, staged)
            _become_owner(cursor)
            _load(cursor)
            _become_login(cursor)
            empty_staging_tables(cursor, staged)
        _become_owner(cursor)
        # The first queries should not wait for autovacuum to count.
        cursor.execute(f"ANALYZE {LOADED_TABLES}")


def _is_there(cursor: Cursor, block: Block) -> bool:
    cursor.execute("SELECT 1 FROM staff WHERE sourced_id = %s", [teacher_id(block, 0)])
    return cursor.fetchone() is not None


def _batches(blocks: Sequence[Block]) -> Iterator[Lines]:
    for start in range(0, len(blocks), BATCH_BLOCKS):
        batch = blocks[start : start + BATCH_BLOCKS]
        yield lines(chain.from_iterable(map(block_rows, batch)))


def _made_ahead(batches: Iterator[Lines]) -> Iterator[Lines]:
    """Yield the batches, each made while PostgreSQL is busy with the one before."""
    with ThreadPoolExecutor(max_workers=1) as maker:
        coming = maker.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = maker.submit(next, batches, None)
            yield batch


def _load(cursor: Cursor) -> None:
    for statement in LOAD:
        cursor.execute(statement)
    # The audit log says who put the grades right.
    cursor.execute("SELECT set_config('app.subject', 'demo', true)")
    for reason in REASONS:
        cursor.execute("SELECT set_config('app.reason', %s, true)", [reason])
        cursor.execute(AMEND, [reason])
    cursor.execute(STANDING)
