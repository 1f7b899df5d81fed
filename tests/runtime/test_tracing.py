"""Tracing: what X-Ray's daemon is told, and what it is not."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from runtime import tracing
from tests.xray_daemon import XRayDaemon, xray_daemon

ROOT = "1-5759e988-bd862e3fe1be46a994272793"
SAMPLED = f"Root={ROOT};Parent=53995c3f42cd8ad8;Sampled=1"


@pytest.fixture
def daemon(monkeypatch: pytest.MonkeyPatch) -> Iterator[XRayDaemon]:
    with xray_daemon() as daemon:
        monkeypatch.setenv("AWS_XRAY_DAEMON_ADDRESS", daemon.address)
        tracing.configure("test-service")
        yield daemon
    monkeypatch.delenv("AWS_XRAY_DAEMON_ADDRESS")
    tracing.configure("test-service")


def test_a_request_its_parts_and_its_statements_are_one_tree(daemon: XRayDaemon) -> None:
    with tracing.segment("request"):
        with tracing.span("resolve", fields=3), tracing.sql_span("students"):
            pass
        with tracing.sql_span("section"):
            pass

    request = daemon.find("request")
    first, second = daemon.find_all("postgresql", 2)
    daemon.check()
    assert request.parent_id is None
    assert daemon.ancestors(first) == ["resolve", "request"]
    assert daemon.ancestors(second) == ["request"]
    assert first.annotations == {"statement": "students"}
    assert daemon.find("resolve").annotations == {"fields": 3}
    assert first.document["namespace"] == "remote"
    assert "namespace" not in daemon.find("resolve").document
    assert {s.trace_id for s in daemon.spans} == {request.trace_id}


def test_a_header_continues_its_trace(daemon: XRayDaemon) -> None:
    with tracing.segment("request", SAMPLED):
        pass

    request = daemon.find("request")
    assert (request.trace_id, request.parent_id) == (ROOT, "53995c3f42cd8ad8")


@pytest.mark.parametrize(
    "header",
    [
        f"Root={'1' * 600};Parent=53995c3f42cd8ad8;Sampled=0",
        f"Root={'1' * 600};Parent=53995c3f42cd8ad8;Sampled=1",
        "Root=Ada Lovelace;Sampled=0",
        "Root;;=",
    ],
)
def test_what_is_no_trace_is_not_continued(daemon: XRayDaemon, header: str) -> None:
    with tracing.segment("request", header), tracing.span("order"):
        passed_on = tracing.current_header()

    assert passed_on is None or re.fullmatch(
        "Root=1-[0-9a-f]{8}-[0-9a-f]{24};(Parent=[0-9a-f]{16};Sampled=1|Sampled=0)", passed_on
    )


def test_a_job_is_below_the_span_that_ordered_it(daemon: XRayDaemon) -> None:
    with tracing.segment("upload"), tracing.span("order"):
        header = tracing.current_header()

    with tracing.segment("import", header), tracing.sql_span("insert rows"):
        pass

    daemon.find("import")
    daemon.check()
    assert daemon.ancestors(daemon.find("postgresql")) == ["import", "order", "upload"]


def test_the_current_header_names_the_current_span(daemon: XRayDaemon) -> None:
    with tracing.segment("request", SAMPLED):
        outside = tracing.current_header()
        with tracing.span("part"):
            inside = tracing.current_header()

    assert outside == f"Root={ROOT};Parent={daemon.find('request').id};Sampled=1"
    assert inside == f"Root={ROOT};Parent={daemon.find('part').id};Sampled=1"
    assert tracing.current_header() is None


def test_a_trace_that_is_not_sampled_stays_so(daemon: XRayDaemon) -> None:
    with tracing.segment("request", SAMPLED.replace("Sampled=1", "Sampled=0")):
        with tracing.sql_span("students"):
            tracing.annotate("rows", 3)
            header = tracing.current_header()
            trace = tracing.trace_id()
        with tracing.segment("the next job", header):
            pass

    with tracing.segment("the end", SAMPLED):
        pass
    daemon.find("the end")
    assert [s.name for s in daemon.spans] == ["the end"]
    assert header == f"Root={ROOT};Sampled=0"
    assert trace == ROOT


def test_a_busy_service_samples_what_comes_without_a_decision(daemon: XRayDaemon) -> None:
    for _ in range(200):
        with tracing.segment("root", "Self=1-67891234-12456789abcdef012345678"):
            pass

    daemon.find("root")
    assert 1 <= len(daemon.spans) < 60  # one a second, and 5% of the others


@pytest.mark.parametrize("header", ["", "nonsense", "Root", "Root=;Parent=;Sampled=", "=;=;="])
def test_a_malformed_header_begins_a_trace(daemon: XRayDaemon, header: str) -> None:
    with tracing.segment("request", header):
        pass

    assert daemon.find("request").parent_id is None
    daemon.check()


def test_annotations_go_to_the_current_span(daemon: XRayDaemon) -> None:
    with tracing.segment("request"):
        tracing.annotate("role", "teacher")
        with tracing.span("part"):
            tracing.annotate("rows", 3)

    assert daemon.find("request").annotations == {"role": "teacher"}
    assert daemon.find("part").annotations == {"rows": 3}


def test_a_failure_is_reported_without_what_it_said(daemon: XRayDaemon) -> None:
    with pytest.raises(LookupError), tracing.segment("request"), tracing.span("part"):
        raise LookupError("Zoë Quist")

    for name in ("request", "part"):
        told = daemon.find(name).document
        [exception] = told["cause"]["exceptions"]
        assert told["fault"] is True
        assert exception["type"] == "LookupError"
        assert exception["stack"][-1]["path"] == "test_tracing.py"
        assert "Quist" not in str(told)


def test_more_parts_than_fit_a_document_are_sent_on_the_way(daemon: XRayDaemon) -> None:
    with tracing.segment("import"):
        for number in range(500):
            with tracing.span("chunk", number=number):
                pass
            if number % 50 == 0:
                time.sleep(0.02)  # a socket holds some 270 of them until the daemon is given a turn

    daemon.find("import")
    chunks = daemon.find_all("chunk", 500)
    daemon.check()
    assert {daemon.ancestors(c)[0] for c in chunks} == {"import"}


def test_threads_do_not_mix_their_traces(daemon: XRayDaemon) -> None:
    together = threading.Barrier(2)

    def work(name: str) -> None:
        with tracing.segment(name, SAMPLED):
            together.wait(5)
            with tracing.span(f"part of {name}"):
                together.wait(5)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for name in ("one", "two"):
        part = daemon.find(f"part of {name}")
        assert daemon.ancestors(part) == [name]


def test_a_span_outside_of_a_request_is_nothing(daemon: XRayDaemon) -> None:
    with tracing.span("relay"), tracing.sql_span("outbox"):
        tracing.annotate("rows", 0)
        header = tracing.current_header()

    with tracing.segment("the end"):
        pass
    daemon.find("the end")
    assert [s.name for s in daemon.spans] == ["the end"]
    assert header is None


def test_without_a_daemon_nothing_is_traced_nor_imported() -> None:
    program = """
import sys
from runtime import tracing
tracing.configure("service")
with tracing.segment("request"), tracing.span("part", rows=1), tracing.sql_span("students"):
    tracing.annotate("rows", 3)
    assert tracing.current_header() is None and tracing.trace_id() is None
assert not [name for name in sys.modules if name.startswith("aws_xray_sdk")]
"""
    subprocess.run([sys.executable, "-c", program], check=True, env={"PATH": ""})


def test_init_on_lambda_is_passed_over_in_silence(daemon: XRayDaemon) -> None:
    program = """
from runtime import log, tracing
log.configure("info")
tracing.configure("service")
with tracing.segment("prewarm"), tracing.sql_span("select 1"):
    tracing.annotate("rows", 1)
"""
    environment = {"AWS_XRAY_DAEMON_ADDRESS": daemon.address, "LAMBDA_TASK_ROOT": "/var/task"}
    said = subprocess.run(
        [sys.executable, "-c", program], check=True, env=environment, capture_output=True
    )

    assert (said.stdout, said.stderr) == (b"", b"")
    assert daemon.spans == []
