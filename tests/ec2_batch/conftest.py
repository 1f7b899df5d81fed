"""A school with an operator, and files on their way from a real bucket to its records."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from threading import Event as Signal
from typing import Any

import pytest
from sqlalchemy import Engine, text

from ec2_batch.imports.import_file import ImportEdges, import_file
from ec2_batch.outcome import Outcome
from infra_cfn.deploy import Deployment
from infra_cfn.local.aws.ministack import Ministack
from infra_cfn.local.variables import aws_variables, batch_variables
from schema.access.caller import Caller
from schema.access.roles import Role
from schema.database import make_engine
from tests.conftest import Database
from tests.factories import make_caller, make_org, word
from tests.infra_cfn.conftest import deployment as deployment
from tests.infra_cfn.conftest import ministack as ministack

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def engine(database: Database) -> Iterator[Engine]:
    """The worker's own connections."""
    made = make_engine(database.batch_url, pool_size=4)
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def bucket(deployment: Deployment) -> str:
    return deployment.outputs["UploadBucket"]


@dataclass
class School:
    """One school, who imports into it, and what it holds."""

    database: Database
    edges: ImportEdges
    org_id: int
    operator: Caller
    uploads: list[str] = field(default_factory=list)

    def upload(self, data: bytes | str, *, name: str = "students.csv", **columns: Any) -> int:
        """Make a job and put its file into the bucket; return the job's id."""
        job_id = self.make_job(name, **columns)
        key = self.job(job_id)["object_key"]
        body = data.encode() if isinstance(data, str) else data
        self.edges.s3.put_object(Bucket=self.edges.bucket, Key=key, Body=body)
        return job_id

    def make_job(self, name: str = "students.csv", **columns: Any) -> int:
        values = {
            "org_id": self.org_id,
            "requested_by": self.operator.subject,
            "requested_role": self.operator.role,
            "file_name": name,
            "object_key": f"uploads/{word('job')}",
            "auto_apply": True,
        } | columns
        names = ", ".join(values)
        binds = ", ".join(f":{column}" for column in values)
        with self.database.owner_session() as session:
            made = session.scalar(
                text(f"INSERT INTO import_job ({names}) VALUES ({binds}) RETURNING id"),  # noqa: S608
                values,
            )
        assert isinstance(made, int)
        return made

    def run(self, data: bytes | str, **columns: Any) -> dict[str, Any]:
        """Import a file and return how the job ended."""
        job_id = self.upload(data, **columns)
        assert import_file(self.edges, job_id) is Outcome.DONE
        return self.job(job_id)

    def job(self, job_id: int) -> dict[str, Any]:
        [row] = self.rows("SELECT * FROM import_job WHERE id = :id", id=job_id)
        return row

    def issues(self, job_id: int) -> list[dict[str, Any]]:
        return self.rows(
            "SELECT line, column_name, code, value, message FROM import_issue"
            " WHERE import_job_id = :id ORDER BY id",
            id=job_id,
        )

    def rows(self, statement: str, **parameters: Any) -> list[dict[str, Any]]:
        with self.database.owner_session() as session:
            found = session.execute(text(statement), {"org": self.org_id} | parameters)
            return [dict(row) for row in found.mappings()]

    def contents(self) -> dict[str, list[dict[str, Any]]]:
        """Return everything that an import may write, without what differs by chance."""
        return {name: self.rows(statement) for name, statement in CONTENTS.items()}


CONTENTS = {
    "students": """
        SELECT sourced_id, student_number, given_name, family_name, email, birth_date,
               grade_level, src_hash, version
        FROM student WHERE org_id = :org ORDER BY sourced_id""",
    "enrollments": """
        SELECT enrollment.sourced_id, student.sourced_id AS student, section.sourced_id AS section,
               enrollment.state, enrollment.override_reason
        FROM enrollment JOIN student ON student.id = student_id
        JOIN section ON section.id = section_id
        WHERE enrollment.org_id = :org ORDER BY 1""",
    "issues": """
        SELECT line, column_name, code, value, import_issue.message
        FROM import_issue JOIN import_job ON import_job.id = import_job_id
        WHERE org_id = :org ORDER BY import_job_id, line, column_name""",
    "changes": """
        SELECT entity, action, before, after - 'section_id' - 'student_id' - 'org_id' AS after
        FROM import_change JOIN import_job ON import_job.id = import_job_id
        WHERE org_id = :org ORDER BY import_job_id, after::text, before::text""",
    "events": """
        SELECT type, student.sourced_id, count(*) FROM outbox
        CROSS JOIN LATERAL unnest(
            coalesce(entity_ids, ARRAY[(payload ->> 'studentId')::bigint])
        ) AS student_id
        JOIN student ON student.id = student_id
        WHERE org_id = :org GROUP BY 1, 2 ORDER BY 1, 2""",
    "jobs": """
        SELECT state, format, chunk_no, rows_total, rows_created, rows_updated, rows_unchanged,
               rows_rejected, message, sha256
        FROM import_job WHERE org_id = :org ORDER BY id""",
    "audits": """
        SELECT action, changes FROM audit_entry JOIN import_job ON import_job.id = entity_id
        WHERE entity = 'import_job' AND org_id = :org ORDER BY audit_entry.id""",
}


@pytest.fixture
def make_school(
    database: Database, engine: Engine, ministack: Ministack, deployment: Deployment, bucket: str
) -> Callable[[], School]:
    """Make schools that know nothing of each other."""

    def make() -> School:
        with database.owner_session() as session:
            org = make_org(session)
            operator = make_caller(session, Role.OPERATOR, org=org)
            org_id = org.id
        s3, reports = ministack.client("s3"), deployment.outputs["ReportBucket"]
        edges = ImportEdges(engine, s3, bucket, reports, lambda: TODAY, Signal())
        return School(database, edges, org_id, operator)

    return make


@pytest.fixture
def school(make_school: Callable[[], School]) -> School:
    return make_school()


@pytest.fixture
def worker_environ(
    database: Database, ministack: Ministack, deployment: Deployment
) -> dict[str, str]:
    """The variables of a worker on this module's database."""
    variables = batch_variables(deployment.outputs, "{}", database.batch_url)
    return variables | aws_variables(ministack.endpoint)
