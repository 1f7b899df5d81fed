"""Reports: whoever asks gets the rows they may see, and no others."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event as Signal
from typing import Any

import pytest
from sqlalchemy import Engine, text

from ec2_batch.outcome import Outcome
from ec2_batch.reports import part_writer
from ec2_batch.reports.selects import SELECTS
from ec2_batch.reports.write_report import ReportEdges, give_up_report, write_report
from infra_cfn.deploy import Deployment
from infra_cfn.local.aws.ministack import Ministack
from schema.access.caller import Caller
from schema.access.roles import Role
from schema.models import Account
from schema.reports import REPORTS
from tests.conftest import Database
from tests.factories import (
    make_caller,
    make_enrollment,
    make_org,
    make_section,
    make_student,
    make_teacher,
    word,
)

Ask = Callable[[Caller], list[dict[str, str]]]


@dataclass
class Desk:
    """Where reports are asked for."""

    database: Database
    edges: ReportEdges

    def make_job(self, caller: Caller) -> int:
        with self.database.owner_session() as session:
            statement = text(
                "INSERT INTO report_job (report, requested_by, requested_role)"
                " VALUES ('roster', :subject, :role) RETURNING id"
            )
            made = session.scalar(statement, {"subject": caller.subject, "role": caller.role})
        assert isinstance(made, int)
        return made

    def job(self, job_id: int) -> dict[str, Any]:
        with self.database.owner_session() as session:
            statement = text("SELECT * FROM report_job WHERE id = :id")
            return dict(session.execute(statement, {"id": job_id}).mappings().one())

    def ask(self, caller: Caller) -> list[dict[str, str]]:
        """Have a roster written and return its rows."""
        job_id = self.make_job(caller)
        assert write_report(self.edges, job_id) is Outcome.DONE
        job = self.job(job_id)
        assert (job["state"], job["progress"]) == ("completed", 100), job["message"]
        rows = self.rows(job["object_key"])
        assert len(rows) == job["rows_written"]
        return rows

    def rows(self, key: str) -> list[dict[str, str]]:
        body = self.edges.s3.get_object(Bucket=self.edges.bucket, Key=key)["Body"].read()
        return list(csv.DictReader(io.StringIO(body.decode())))


@pytest.fixture
def desk(database: Database, engine: Engine, ministack: Ministack, deployment: Deployment) -> Desk:
    bucket = deployment.outputs["ReportBucket"]
    return Desk(database, ReportEdges(engine, ministack.client("s3"), bucket, Signal()))


@dataclass
class People:
    """Who asks."""

    registrar: Caller
    teacher: Caller
    student: Caller


@pytest.fixture
def people(database: Database) -> People:
    """A school of three students: one in the teacher's section, one in another's, one in none."""
    with database.owner_session() as session:
        org = make_org(session)
        taught, other = make_section(session, org), make_section(session, org)
        teacher = make_teacher(session, taught)
        ada = make_student(session, org, given_name="Ada", family_name="Lovelace")
        bo = make_student(session, org, given_name="Bo", family_name="=1+1")
        make_student(session, org, given_name="Cy", family_name=None)
        make_student(session, given_name="Elsewhere")
        for student, section in ((ada, taught), (ada, other), (bo, other)):
            make_enrollment(session, student, section)
        return People(
            make_caller(session, Role.REGISTRAR, org=org),
            make_caller(session, Role.TEACHER, staff=teacher, org=org),
            make_caller(session, Role.STUDENT, student=ada),
        )


def test_every_report_that_is_declared_can_be_written() -> None:
    assert set(SELECTS) == set(REPORTS)


def test_a_registrar_gets_all_students_of_the_school(desk: Desk, people: People) -> None:
    rows = desk.ask(people.registrar)

    assert [(r["given_name"], bool(r["section"])) for r in rows] == [
        ("Bo", True),
        ("Cy", False),
        ("Ada", True),
        ("Ada", True),
    ]
    assert list(rows[0]) == [
        "school", "student_number", "family_name", "given_name", "grade_level", "email", "term",
        "course", "section", "title",
    ]  # fmt: skip


def test_a_teacher_gets_who_is_in_their_sections(desk: Desk, people: People) -> None:
    rows = desk.ask(people.teacher)

    assert [r["given_name"] for r in rows] == ["Ada"]


def test_an_integration_gets_no_address_of_who_keeps_out_of_the_directory(
    desk: Desk, people: People
) -> None:
    with desk.database.owner_session() as session:
        org = make_org(session)
        for given_name, opted_out in (("In", False), ("Out", True)):
            make_student(
                session,
                org,
                given_name=given_name,
                email=f"{word(given_name)}@example.org",
                grade_level=7,
                directory_opt_out=opted_out,
            )
        registrar = make_caller(session, Role.REGISTRAR, org=org)
        integration = make_caller(session, Role.REGISTRAR, org=org)
        session.query(Account).filter_by(subject=integration.subject).one().integration = True

    def levels(caller: Caller) -> list[tuple[str, bool, str]]:
        rows = desk.ask(caller)
        return [(r["given_name"], bool(r["email"]), r["grade_level"]) for r in rows]

    assert levels(registrar) == [("In", True, "7"), ("Out", True, "7")]
    assert levels(integration) == [("In", True, "7"), ("Out", False, "")]


def test_a_name_cannot_become_a_formula(desk: Desk, people: People) -> None:
    [bo] = [r for r in desk.ask(people.registrar) if r["given_name"] == "Bo"]

    assert bo["family_name"] == "'=1+1"


def test_a_student_may_not_ask(desk: Desk, people: People) -> None:
    job_id = desk.make_job(people.student)

    assert write_report(desk.edges, job_id) is Outcome.DONE
    job = desk.job(job_id)
    assert (job["state"], job["object_key"]) == ("failed", None)
    assert job["message"] == "Your role may not ask for reports."


def test_a_long_report_goes_up_in_parts(
    desk: Desk, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = desk.ask(people.registrar)
    monkeypatch.setattr(part_writer, "PART_BYTES", 100)

    assert desk.ask(people.registrar) == whole


def test_a_report_that_was_cut_short_is_written_anew(
    desk: Desk, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = desk.make_job(people.registrar)
    desk.edges.stopping.set()
    with monkeypatch.context() as small:
        small.setattr(part_writer, "PART_BYTES", 100)
        assert write_report(desk.edges, job_id) is Outcome.STOPPED
    assert desk.job(job_id)["state"] == "running"

    desk.edges.stopping.clear()
    assert write_report(desk.edges, job_id) is Outcome.DONE
    assert desk.job(job_id)["rows_written"] == 4


def test_a_report_that_is_done_tells_so_once(
    desk: Desk, people: People, database: Database
) -> None:
    job_id = desk.make_job(people.registrar)
    for _ in range(2):
        assert write_report(desk.edges, job_id) is Outcome.DONE
    give_up_report(desk.edges, job_id)

    assert desk.job(job_id)["state"] == "completed"
    with database.owner_session() as session:
        events = session.scalars(
            text("SELECT payload FROM outbox WHERE type = 'report.completed' AND entity_id = :id"),
            {"id": job_id},
        )
        assert list(events) == [{"reportJobId": job_id}]
