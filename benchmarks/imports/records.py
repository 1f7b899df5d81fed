"""The databases that files are loaded into: a district with schools, and nobody in them yet."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg2 import sql

from benchmarks.imports.rows import Ids
from benchmarks.imports.student_rows import SCHOOLS
from infra_cfn.local.postgres.server import Server, connected, start
from schema.migrate import migrate

PREFIX = "bench_import_"  # of the databases' names
OPERATOR = "bench-operator"  # the subject of who imports

DISTRICT = """
INSERT INTO org (sourced_id, name, type) VALUES ('bench-district', 'Benchmark District', 'district')
RETURNING id
"""
SCHOOL = """
INSERT INTO org (sourced_id, name, type, parent_id) VALUES (%s, %s, 'school', %s) RETURNING id
"""
ACCOUNT = "INSERT INTO account (subject, role, org_id) VALUES (%s, 'operator', %s)"
SCHOOLS_BY_NAME = "SELECT name, id FROM org WHERE type = 'school'"
STUDENTS_BY_NUMBER = "SELECT student_number, id FROM student"
SECTIONS_BY_CODE = "SELECT code, id FROM section"
SCHOOLS_BY_SECTION = "SELECT code, org_id FROM section"
# The same of the same rows, in whatever order they were written.
CHECKSUM = sql.SQL(
    "SELECT count(*), coalesce(sum(hashtextextended(({columns})::text, 0)::numeric), 0)::text"
    " FROM {table}"
)
# Its columns' types and nothing else: no key, index, default or check.
BARE = sql.SQL("CREATE TABLE IF NOT EXISTS {bare} AS SELECT {columns} FROM {table} LIMIT 0")

Checksum = tuple[int, str]  # rows, and the sum of their hashes


@dataclass(frozen=True, slots=True)
class Records:
    """A database that one subject loads files into."""

    server: Server
    name: str

    @property
    def admin_url(self) -> str:
        return self.server.url("admin", self.name)

    @property
    def worker_url(self) -> str:
        return self.server.url("batch_service", self.name)

    def checksum(self, table: str, columns: Sequence[str]) -> Checksum:
        """Return what tells the table's content from any other."""
        parts = {"columns": _listed(columns), "table": sql.Identifier(table)}
        with connected(self.admin_url) as cursor:
            cursor.execute(CHECKSUM.format(**parts))
            [(rows, total)] = cursor.fetchall()
        return int(rows), str(total)

    def make_bare(self, table: str, columns: Sequence[str]) -> str:
        """Make a table of the same columns without any constraint; return its name."""
        bare = f"bare_{table}"
        parts = {"columns": _listed(columns), "table": sql.Identifier(table)}
        with connected(self.admin_url) as cursor:
            cursor.execute(BARE.format(bare=sql.Identifier(bare), **parts))
        return bare

    def settle(self) -> None:
        """Do what the database does by itself in quiet hours, so that it is not in a figure."""
        with connected(self.admin_url) as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")


@contextmanager
def database_server(directory: Path) -> Iterator[Server]:
    """Give a running server that waits for the disk, as one with a school's records does."""
    server = start(directory, durable=True)
    try:
        _drop_left_behind(server)
        yield server
    finally:
        server.stop()


@contextmanager
def district(server: Server) -> Iterator[Records]:
    """Give a migrated database with schools and an operator, to make copies of."""
    with _database(server, "template1") as records:
        migrate(records.admin_url)
        with connected(records.admin_url) as cursor:
            cursor.execute(DISTRICT)
            [(district_id,)] = cursor.fetchall()
            for number, name in enumerate(SCHOOLS):
                cursor.execute(SCHOOL, (f"bench-school-{number}", name, district_id))
            cursor.execute(ACCOUNT, (OPERATOR, district_id))
        records.settle()
        yield records


@contextmanager
def copied(records: Records) -> Iterator[Records]:
    """Give a copy of a database, for one subject."""
    with _database(records.server, records.name) as copy:
        copy.settle()
        yield copy


def student_ids(records: Records) -> Ids:
    """Return what students refer to."""
    return {"org_id": _named(records, SCHOOLS_BY_NAME)}


def enrollment_ids(records: Records) -> Ids:
    """Return what enrollments refer to."""
    return {
        "student_id": _named(records, STUDENTS_BY_NUMBER),
        "section_id": _named(records, SECTIONS_BY_CODE),
        "org_id": _named(records, SCHOOLS_BY_SECTION),
    }


def _named(records: Records, statement: str) -> dict[str, int]:
    with connected(records.admin_url) as cursor:
        cursor.execute(statement)
        return dict(cursor.fetchall())


def _drop_left_behind(server: Server) -> None:
    """Drop the databases of a run that was killed."""
    with connected(server.admin_url) as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (PREFIX,))
        for (name,) in cursor.fetchall():
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _database(server: Server, template: str) -> Iterator[Records]:
    name = f"{PREFIX}{uuid.uuid4().hex[:12]}"
    server.ensure_database(name, template=template)
    try:
        yield Records(server, name)
    finally:
        with connected(server.admin_url) as cursor:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _listed(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
