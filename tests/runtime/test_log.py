"""Logs: lines that a machine reads, and that name no student."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg2
import pytest
from sqlalchemy.exc import DBAPIError

from infra_cfn.local.postgres.server import Server
from runtime import log, tracing
from schema.database import make_engine
from tests.xray_daemon import xray_daemon

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """Return what was logged so far, once; each test configures the log itself."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    root.handlers[:], root.level = handlers, level


def test_an_event_is_a_line_of_json_with_its_facts(lines: Lines) -> None:
    log.configure("info")
    logging.getLogger("ec2_batch.worker").info("roster imported", extra={"rows": 3})

    [line] = lines()
    assert line["time"].endswith("+00:00")
    del line["time"]
    assert line == {
        "level": "INFO",
        "event": "roster imported",
        "logger": "ec2_batch.worker",
        "rows": 3,
    }


def test_a_line_stays_a_line(lines: Lines) -> None:
    log.configure("info")
    logging.getLogger("x").info("two\nlines", extra={"name_of": "a\r\nb", "id": object()})

    [line] = lines()
    assert line["event"] == "two\nlines"


def test_ids_are_on_each_line_inside(lines: Lines) -> None:
    log.configure("info")
    with log.bind(request_id="r-1"):
        with log.bind(job_id=7):
            logging.getLogger("x").info("inner")
        logging.getLogger("x").info("outer")
    logging.getLogger("x").info("after")

    inner, outer, after = lines()
    assert (inner["request_id"], inner["job_id"]) == ("r-1", 7)
    assert outer["request_id"] == "r-1"
    assert "job_id" not in outer
    assert "request_id" not in after


def test_another_thread_has_its_own_ids(lines: Lines) -> None:
    log.configure("info")
    with log.bind(request_id="r-1"):
        thread = threading.Thread(target=logging.getLogger("x").info, args=("beside",))
        thread.start()
        thread.join()

    [line] = lines()
    assert "request_id" not in line


def test_the_trace_is_on_each_line_of_a_request(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.configure("info")
    root = "1-5759e988-bd862e3fe1be46a994272793"
    with xray_daemon() as daemon, monkeypatch.context() as patch:
        patch.setenv("AWS_XRAY_DAEMON_ADDRESS", daemon.address)
        tracing.configure("test-service")
        with tracing.segment("request", f"Root={root};Sampled=1"):
            logging.getLogger("x").info("inside")
    tracing.configure("test-service")
    logging.getLogger("x").info("outside")

    inside, outside = lines()
    assert inside["trace_id"] == root
    assert "trace_id" not in outside


def test_an_exception_is_told_without_its_words(lines: Lines) -> None:
    log.configure("info")
    try:
        try:
            raise LookupError("Zoë Quist")
        except LookupError as cause:
            raise ValueError("Zoë Quist again") from cause
    except ValueError:
        logging.getLogger("x").exception("import failed")

    [line] = lines()
    told = line["exception"]
    assert told["type"] == "builtins.ValueError"
    assert "test_log.py" in told["at"][0]
    assert told["cause"]["type"] == "builtins.LookupError"
    assert "Quist" not in json.dumps(line)


@pytest.mark.parametrize("through", ["psycopg2", "sqlalchemy"])
def test_a_database_error_is_told_by_code_and_constraint(
    lines: Lines, postgres: Server, through: str
) -> None:
    log.configure("info")
    statement = (
        "CREATE TEMPORARY TABLE once (name text CONSTRAINT once_name UNIQUE);"
        "INSERT INTO once VALUES ('Quist'), ('Quist')"
    )
    try:
        if through == "psycopg2":
            psycopg2.connect(postgres.admin_url).cursor().execute(statement)
        else:
            engine = make_engine(postgres.admin_url)
            engine.connect().exec_driver_sql(statement)
    except (psycopg2.Error, DBAPIError):
        logging.getLogger("x").exception("insert failed")

    [line] = lines()
    told = line["exception"]
    assert (told["sqlstate"], told["constraint"]) == ("23505", "once_name")
    assert "Quist" not in json.dumps(line)


def test_what_is_below_the_level_is_not_written(lines: Lines) -> None:
    log.configure("WARNING")
    logging.getLogger("x").info("detail")
    logging.getLogger("botocore.endpoint").info("detail")

    assert lines() == []


def test_aws_clients_do_not_tell_each_request(lines: Lines) -> None:
    log.configure("DEBUG")
    logging.getLogger("botocore.endpoint").debug("a request with its token")

    assert lines() == []


def test_a_level_that_does_not_exist_stops_the_start(lines: Lines) -> None:
    with pytest.raises(ValueError, match="LOUD"):
        log.configure("loud")
