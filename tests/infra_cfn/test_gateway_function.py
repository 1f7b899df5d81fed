"""The function behind the local gateway: processes of the real runtime client, as on AWS."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.infra_cfn.alive import alive
from tests.infra_cfn.gateway_process import SETTINGS, Gateway, gateway, started

FAILED = (502, {"message": "Internal server error"})


@pytest.fixture(scope="module")
def door() -> Iterator[Gateway]:
    with gateway(function_timeout_seconds=3.0) as running:
        yield running


def eventually(claim: Callable[[], bool], seconds: float = 30.0) -> bool:
    """Say whether a claim comes true in time."""
    deadline = time.monotonic() + seconds
    while not claim():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def processes_of(door: Gateway) -> set[int]:
    """Return the processes that answer, asked several at a time."""
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: door.ask("sleep", seconds=0.02), range(8)))
    # One that was just killed may still have been handed a request.
    return {answer.json()["pid"] for answer in answers if answer.status == 200}


def both_processes(door: Gateway) -> set[int]:
    """Return the two processes, once a replaced one is back."""
    found: set[int] = set()

    def two_answer() -> bool:
        found.clear()
        found.update(processes_of(door))
        return len(found) == 2

    assert eventually(two_answer)
    return found


def test_the_environment_is_lambdas_and_the_settings_no_more(door: Gateway) -> None:
    environment = door.ask("environment").json()

    assert environment["_HANDLER"] == "tests.infra_cfn.tiny_function.handler"
    assert environment["AWS_LAMBDA_FUNCTION_NAME"] == "local-graphql-api"
    assert environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "1024"
    assert environment["AWS_LAMBDA_FUNCTION_VERSION"] == "$LATEST"
    assert environment["AWS_LAMBDA_LOG_GROUP_NAME"] == "/aws/lambda/local-graphql-api"
    assert environment["AWS_LAMBDA_INITIALIZATION_TYPE"] == "on-demand"
    assert environment["AWS_LAMBDA_RUNTIME_API"].startswith("127.0.0.1:")
    assert environment["AWS_REGION"] == environment["AWS_DEFAULT_REGION"] == "eu-west-1"
    assert Path(environment["LAMBDA_TASK_ROOT"], "runtime/settings.py").exists()
    assert SETTINGS.items() <= environment.items()
    assert "HOME" not in environment  # nothing of this machine's leaks in
    assert "USER" not in environment


def test_the_context_tells_the_request_its_deadline_and_its_trace(door: Gateway) -> None:
    answer = door.ask("context")

    told = answer.json()
    assert len(told["request_id"]) == 36
    assert told["arn"] == "arn:aws:lambda:eu-west-1:000000000000:function:local-graphql-api"
    assert told["memory"] == "1024"
    assert 0 < told["remaining_ms"] <= 3000
    root = answer.headers["x-amzn-trace-id"].split(";")[0]
    assert told["trace_header"].startswith(f"{root};Parent=")


def test_an_exception_is_not_told_to_the_client(door: Gateway) -> None:
    answer = door.ask("raise")

    assert (answer.status, answer.json()) == FAILED


def test_a_process_survives_its_exceptions(door: Gateway) -> None:
    before = both_processes(door)
    for _ in range(4):
        door.ask("raise")

    assert both_processes(door) == before


def test_an_answer_over_lambdas_limit_is_an_error(door: Gateway) -> None:
    answer = door.ask("repeat", times=6 * 1024 * 1024)

    assert (answer.status, answer.json()) == FAILED
    assert door.ask().status == 200


def test_a_process_that_ends_costs_its_request_only(door: Gateway) -> None:
    before = both_processes(door)

    answer = door.ask("exit", code=3)

    assert (answer.status, answer.json()) == FAILED
    assert len(both_processes(door) & before) == 1


def test_a_process_killed_while_idle_is_replaced(door: Gateway) -> None:
    before = both_processes(door)

    os.kill(min(before), signal.SIGKILL)

    assert both_processes(door) > {max(before)}


def test_time_that_runs_out_kills_the_process(door: Gateway) -> None:
    before = both_processes(door)
    began = time.monotonic()

    answer = door.ask("sleep", seconds=30)

    assert (answer.status, answer.json()) == FAILED
    assert 3.0 <= time.monotonic() - began < 20.0
    assert eventually(lambda: sum(not alive(pid) for pid in before) == 1)
    assert len(both_processes(door) & before) == 1


def test_two_requests_run_at_the_same_time(door: Gateway) -> None:
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: door.ask("sleep", seconds=0.6), range(2)))

    assert len({answer.json()["pid"] for answer in answers}) == 2


def test_a_third_request_waits_its_turn(door: Gateway) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = pool.map(lambda _: door.ask("sleep", seconds=0.2), range(6))

        assert [answer.status for answer in answers] == [200] * 6


def test_the_gateway_does_not_wait_longer_than_api_gateway() -> None:
    with gateway(timeout_seconds=0.5, concurrency=1) as door:
        answer = door.ask("sleep", seconds=1.5)
        late = door.ask("sleep", seconds=0)
        time.sleep(1.5)
        after = door.ask()

    gave_up = (504, {"message": "Endpoint request timed out"})
    assert (answer.status, answer.json()) == gave_up
    # The process is still at the first: on AWS too, giving up does not stop it.
    assert (late.status, late.json()) == gave_up
    assert after.status == 200


def test_a_client_that_leaves_does_not_take_a_process_along(door: Gateway) -> None:
    before = both_processes(door)
    request = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\n"
    for _ in range(4):
        with socket.create_connection(("127.0.0.1", door.port)) as connection:
            connection.sendall(request + b'{"do":"sleep","seconds":0.100}')

    assert both_processes(door) == before


def test_init_is_measured(door: Gateway) -> None:
    assert 0.01 < door.ready["init_seconds"] < 20


@pytest.mark.parametrize(
    ("handler", "sentence"),
    [
        ("tests.infra_cfn.no_such_module.handler", "Unable to import module"),
        ("tests.infra_cfn.tiny_function.no_such_name", "missing on module"),
        ("handler", "Bad handler"),
    ],
)
def test_a_function_that_cannot_start_is_named(handler: str, sentence: str) -> None:
    with started(handler=handler) as process:
        assert process.stdout
        said = process.stdout.readline()

        assert sentence in said
        assert process.wait(30) == 1


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with started(port=port) as process:
            assert process.stdout
            said = process.stdout.readline()

            assert str(port) in said
            assert process.wait(30) == 1


@pytest.mark.parametrize("last", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_survives_the_gateway_not_even_at_work(last: signal.Signals) -> None:
    with gateway() as door, socket.create_connection(("127.0.0.1", door.port)) as client:
        processes = both_processes(door)
        body = b'{"do": "sleep", "seconds": 300}'
        client.sendall(b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 31\r\n\r\n" + body)
        time.sleep(0.3)  # it is asleep by now

        os.kill(door.pid, last)

        assert eventually(lambda: not any(alive(pid) for pid in processes))


def test_a_signal_during_init_ends_the_gateway() -> None:
    with started(handler="tests.infra_cfn.tiny_sleeper.handler") as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        assert eventually(lambda: bool(children.read_text()))
        process.terminate()

        assert process.wait(30) == 0
