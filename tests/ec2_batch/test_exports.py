"""Exports: in the columns of the files that records are imported from, and exactly as they are."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Event as Signal
from typing import Any

import pytest
from sqlalchemy import Engine, text

from ec2_batch.outcome import Outcome
from ec2_batch.reports.exports import EXPORTS
from ec2_batch.reports.write_report import ReportEdges, write_report
from infra_cfn.deploy import Deployment
from infra_cfn.local.aws.ministack import Ministack
from schema.access.caller import Caller
from schema.access.roles import Role
from schema.formats import FORMATS, ImportFile
from schema.models import Account, Org
from schema.models.base import RecordStatus
from schema.models.line_item import LineItemKind
from schema.reports import ReportName
from tests.conftest import Database
from tests.ec2_batch.conftest import School
from tests.factories import (
    make_caller,
    make_enrollment,
    make_grade,
    make_line_item,
    make_result,
    make_section,
    make_student,
    make_teacher,
    word,
)

NOW = datetime(2026, 11, 22, tzinfo=UTC)
Export = Callable[[ReportName, Caller], bytes]


@pytest.fixture
def export(
    database: Database, engine: Engine, ministack: Ministack, deployment: Deployment
) -> Export:
    """Write an export and return its bytes."""
    bucket = deployment.outputs["ReportBucket"]
    edges = ReportEdges(engine, ministack.client("s3"), bucket, Signal())

    def written(report: ReportName, caller: Caller) -> bytes:
        values = {"report": report, "subject": caller.subject, "role": caller.role}
        with database.owner_session() as session:
            statement = text(
                "INSERT INTO report_job (report, requested_by, requested_role)"
                " VALUES (:report, :subject, :role) RETURNING id"
            )
            job_id = session.scalar(statement, values)
        assert isinstance(job_id, int)
        assert write_report(edges, job_id) is Outcome.DONE
        with database.owner_session() as session:
            key = session.scalar(
                text("SELECT object_key FROM report_job WHERE id = :id"), {"id": job_id}
            )
        return edges.s3.get_object(Bucket=bucket, Key=key)["Body"].read()

    return written


def file_of(report: ReportName) -> ImportFile:
    [file] = [each.files[0] for each in FORMATS.values() if each.name == report.value]
    return file


def rows_of(data: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


@pytest.fixture
def full_school(school: School) -> School:
    """A school with one record of each kind, none of them plain."""
    with school.database.owner_session() as session:
        org = session.get_one(Org, school.org_id)
        section = make_section(session, org)
        make_teacher(session, section)
        student = make_student(
            session,
            org,
            given_name="=Zoë",
            family_name='O"Brien, Jr.',
            email=f"{word('zoe')}@example.org",
            birth_date=date(2010, 4, 17),
            grade_level=0,
        )
        make_student(session, org, family_name=None)
        make_student(session, org, status=RecordStatus.INACTIVE)
        make_enrollment(session, student, section)
        item = make_line_item(session, section, kind=LineItemKind.FINAL)
        grade = make_grade(session, "A-")
        item.grade_scale = grade.grade_scale
        make_result(session, item, student, grade_scale_entry=grade, posted_at=NOW)
    return school


@pytest.mark.parametrize("report", EXPORTS)
def test_an_export_has_columns_of_its_file_and_all_that_it_needs(
    full_school: School, export: Export, report: ReportName
) -> None:
    file = file_of(report)

    rows = rows_of(export(report, full_school.operator))

    assert rows
    header = set(rows[0])
    assert header <= {column.name for column in file.columns}
    assert all(set(group) & header for group in file.needs)
    for column in file.columns:
        if column.required and column.name in header:
            assert all(row[column.name] for row in rows), column.name


@pytest.mark.parametrize("report", EXPORTS)
def test_another_school_is_not_in_it(
    make_school: Callable[[], School], full_school: School, export: Export, report: ReportName
) -> None:
    other = make_school()

    rows = rows_of(export(report, other.operator))

    assert len(rows) == (1 if report is ReportName.ORGS else 0) or report is ReportName.TERMS


@pytest.mark.parametrize("report", [report for report in EXPORTS if report.value in FORMATS])
def test_what_is_exported_and_imported_again_is_unchanged(
    full_school: School, export: Export, report: ReportName
) -> None:
    exported = export(report, full_school.operator)

    job = full_school.run(exported, name=file_of(report).name)

    assert full_school.issues(job["id"]) == []
    assert (job["format"], job["rows_created"], job["rows_updated"]) == (report.value, 0, 0)
    assert job["rows_unchanged"] == len(rows_of(exported))
    assert export(report, full_school.operator) == exported


def test_an_integration_exports_nobody_who_keeps_out_of_the_directory(
    school: School, export: Export
) -> None:
    with school.database.owner_session() as session:
        org = session.get_one(Org, school.org_id)
        make_student(session, org, given_name="In")
        make_student(session, org, given_name="Out", directory_opt_out=True)
        registrar = make_caller(session, Role.REGISTRAR, org=org)
        integration = make_caller(session, Role.REGISTRAR, org=org)
        session.query(Account).filter_by(subject=integration.subject).one().integration = True

    def names(caller: Caller) -> set[str]:
        return {row["given_name"] for row in rows_of(export(ReportName.STUDENTS, caller))}

    assert names(registrar) == {"In", "Out"}
    assert names(integration) == {"In"}
