"""Health: what a load balancer is told."""

from pathlib import Path

from infra_cfn.local.postgres.server import free_port
from tests.ec2_batch.service.service import Service, running


def test_a_service_with_its_records_is_ready(service: Service) -> None:
    live = service.ask("GET", "/health/live")
    ready = service.ask("GET", "/health/ready")

    assert (live.status, live.json) == (200, {"status": "ok"})
    assert (ready.status, ready.json["database"]) == (200, "ok")


def test_a_service_without_its_records_lives_but_is_not_ready(pages: Path, tmp_path: Path) -> None:
    nowhere = f"postgresql://batch_service:secret@127.0.0.1:{free_port()}/records"

    with running(nowhere, pages, tmp_path / "log") as service:
        live, ready = service.ask("GET", "/health/live"), service.ask("GET", "/health/ready")

    assert live.status == 200
    assert ready.status == 503
    assert ready.detail == "The records cannot be reached at the moment. Try again shortly."
    assert "batch_service" not in ready.body.decode()
