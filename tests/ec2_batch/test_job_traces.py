"""Traces: a job belongs to the trace of who asked for it, down to the statement."""

import uuid
from collections.abc import Mapping
from pathlib import Path

from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.test_import_students import heavy, many
from tests.ec2_batch.worker_process import eventually, running_worker
from tests.factories import word
from tests.xray_daemon import xray_daemon

# Nobody else's: events that other tests have left in the queues carry traces as well.
TRACE = f"1-5759e988-{uuid.uuid4().hex[:24]}"
ASKED = "53995c3f42cd8ad8"


def test_an_import_goes_on_with_the_trace_of_the_upload(
    school: School, worker_environ: Mapping[str, str], tmp_path: Path
) -> None:
    with xray_daemon() as daemon:
        environ = {**worker_environ, "AWS_XRAY_DAEMON_ADDRESS": daemon.address}
        header = f"Root={TRACE};Parent={ASKED};Sampled=1"
        with running_worker(environ, tmp_path / "log") as worker:
            job_id = school.upload(heavy(many(5_000, word("S"))), trace_header=header)
            eventually(lambda: school.job(job_id)["state"] == "completed", worker)
            imported = daemon.find("import")
            blocks = daemon.find_all("apply block", 4)

    spans = daemon.trace(TRACE)
    assert (imported.trace_id, imported.parent_id) == (TRACE, ASKED)
    assert [c.annotations["block"] for c in sorted(blocks, key=lambda c: c.start)] == [0, 1, 2, 3]
    statements = {s.annotations["statement"]: s for s in spans if s.name == "postgresql"}
    upserts = statements["insert rows"]
    assert daemon.ancestors(upserts) == ["apply block", "import"]
    assert daemon.ancestors(statements["begin import"]) == ["import"]
    assert not daemon.faults
    assert [s.name for s in spans if daemon.parent(s) is None] == ["import"]


def test_the_events_of_an_import_carry_its_trace(school: School) -> None:
    header = f"Root={TRACE};Parent={ASKED};Sampled=1"

    job = school.run(many(3, word("S")), trace_header=header)

    events = school.rows(
        "SELECT DISTINCT trace_header FROM outbox WHERE entity_id = :id AND type LIKE 'import.%'"
        " OR type = 'student.created' AND entity_ids &&"
        " (SELECT entity_ids FROM import_change WHERE import_job_id = :id)",
        id=job["id"],
    )
    assert events == [{"trace_header": header}]
