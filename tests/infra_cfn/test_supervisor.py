"""What the supervisor does when a program ends."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra_cfn.local.down import bring_down
from infra_cfn.local.processes.child import Child, Program, start_child
from infra_cfn.local.processes.lock import BusyError, alone
from infra_cfn.local.processes.readiness import await_first_word
from infra_cfn.local.processes.supervisor import Children, Restarts, Stopped, watch
from infra_cfn.local.up_file import Up, up_file, write_up

HOLDER = """
import sys, time
from pathlib import Path
from infra_cfn.local.processes.lock import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def children() -> Iterator[Children]:
    running = Children()
    yield running
    running.stop()


def sleeper(name: str, log: Path) -> Child:
    words = [sys.executable, "-c", "import time; time.sleep(600)"]
    return start_child(Program(name, words, dict(os.environ)), log)


def noter(name: str, order: Path, serves: bool) -> Child:
    """Start a program that notes its end, a moment after it was asked to."""
    code = (
        "import signal, sys, time\n"
        "def end(*_):\n"
        "    time.sleep(0.1)\n"
        f"    open({str(order)!r}, 'a').write('{name}\\n')\n"
        "    sys.exit()\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "print('ready', flush=True)\n"
        "time.sleep(600)"
    )
    program = Program(name, [sys.executable, "-c", code], dict(os.environ), serves=serves)
    child = start_child(program, order.with_name(f"{name}.log"))
    await_first_word(child)
    return child


def look_until(children: Children, told: list[str], sentences: int) -> list[dict[str, int]]:
    """Watch until so many sentences were told, and return the pids each change left."""
    changes: list[dict[str, int]] = []

    def enough() -> None:
        if len(told) >= sentences:
            raise Stopped

    worker = children.running["worker"]
    with pytest.raises(Stopped):
        watch(
            children,
            {"worker": Restarts(lambda: sleeper("worker", worker.log), pause=0.0)},
            [enough],
            lambda: changes.append(children.pids()),
            told.append,
        )
    return changes


def test_a_worker_that_is_killed_is_started_again(children: Children, tmp_path: Path) -> None:
    first = children.add(sleeper("worker", tmp_path / "worker.log"))
    first.process.kill()
    first.process.wait()
    told: list[str] = []

    (pids,) = look_until(children, told, sentences=1)

    assert told == ["The worker was ended by SIGKILL and is started again. It said nothing."]
    assert pids["worker"] == children.running["worker"].pid != first.pid
    assert children.running["worker"].ended() is None


def test_any_other_program_that_ends_is_told_of_once(children: Children, tmp_path: Path) -> None:
    children.add(sleeper("worker", tmp_path / "worker.log"))
    gateway = children.add(sleeper("gateway", tmp_path / "gateway.log"))
    gateway.process.kill()
    gateway.process.wait()
    told: list[str] = []

    look_until(children, told, sentences=1)

    assert told[0].startswith("The gateway was ended by SIGKILL")
    assert "`make up`" in told[0]


def test_a_program_that_serves_others_ends_after_them(tmp_path: Path) -> None:
    children, order = Children(), tmp_path / "order"
    children.add(noter("server", order, serves=True))
    children.add(noter("client", order, serves=False))

    children.stop()

    assert order.read_text().split() == ["client", "server"]


def test_a_data_folder_is_held_by_one_process_until_it_ends(tmp_path: Path) -> None:
    words = [sys.executable, "-c", HOLDER, str(tmp_path)]
    holder = subprocess.Popen(words, stdout=subprocess.PIPE)
    assert holder.stdout
    holder.stdout.readline()

    with pytest.raises(BusyError) as busy, alone(tmp_path):
        pass
    assert busy.value.pid == holder.pid

    holder.kill()
    holder.wait()
    with alone(tmp_path):
        pass


def test_down_ends_the_holder_and_removes_what_it_left(tmp_path: Path) -> None:
    words = [sys.executable, "-c", HOLDER, str(tmp_path)]
    holder = subprocess.Popen(words, stdout=subprocess.PIPE)
    assert holder.stdout
    holder.stdout.readline()
    up_file(tmp_path).write_text("{}")

    assert bring_down(tmp_path) == "Student Cloud has ended."

    assert holder.wait() != 0
    assert not up_file(tmp_path).exists()
    assert bring_down(tmp_path) == "Student Cloud is not running."


def test_only_its_owner_may_read_the_tokens(tmp_path: Path) -> None:
    up = Up("", "", "", "", "", "", "", tokens={"admin": "secret"}, pids={})
    up_file(tmp_path).touch(mode=0o644)

    write_up(tmp_path, up)

    assert up_file(tmp_path).stat().st_mode & 0o777 == 0o600
