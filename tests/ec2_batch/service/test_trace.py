"""Tracing: a request through the gateway and what it asked of the database are one trace."""

from pathlib import Path

from schema.access.roles import Role
from tests.conftest import Database
from tests.ec2_batch.service.service import running
from tests.xray_daemon import xray_daemon

GATEWAY = "53995c3f42cd8ad8"
ROOT = "1-5f84c7a6-0123456789abcdef01234567"
TRACE = {"X-Amzn-Trace-Id": f"Root={ROOT};Parent={GATEWAY};Sampled=1"}


def test_a_request_and_its_statement_are_below_the_gateway(
    records: Database, pages: Path, tmp_path: Path
) -> None:
    with (
        xray_daemon() as daemon,
        running(
            records.batch_url, pages, tmp_path / "log", AWS_XRAY_DAEMON_ADDRESS=daemon.address
        ) as service,
    ):
        service.ask("GET", "/students/count", role=Role.ADMIN, headers=TRACE)
        statement = daemon.find("postgresql")
        request = daemon.find("student-cloud-service")

    assert daemon.faults == []
    assert (request.trace_id, request.parent_id) == (ROOT, GATEWAY)
    assert daemon.ancestors(statement) == ["student-cloud-service"]
    assert statement.annotations == {"statement": "students.count"}


def test_a_load_balancers_questions_are_not_traced(
    records: Database, pages: Path, tmp_path: Path
) -> None:
    with (
        xray_daemon() as daemon,
        running(
            records.batch_url, pages, tmp_path / "log", AWS_XRAY_DAEMON_ADDRESS=daemon.address
        ) as service,
    ):
        service.ask("GET", "/health/ready", headers=TRACE)
        service.ask("GET", "/students/count", role=Role.ADMIN, headers=TRACE)
        daemon.find("student-cloud-service")

    assert len([span for span in daemon.spans if span.name == "student-cloud-service"]) == 1
