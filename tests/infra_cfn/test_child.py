"""Child processes do not outlive those who started them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from infra_cfn.local.processes.child import Child, Program, start_child
from tests.infra_cfn.alive import alive

# Starts a child of its own, says both process ids and then waits for ever.
PARENT = """
import os, sys, time
from pathlib import Path
from infra_cfn.local.processes.child import Program, start_child
words = [sys.executable, "-c", "import time; time.sleep(600)"]
child = start_child(Program("sleeper", words, dict(os.environ)), Path(sys.argv[1]))
print(child.pid, flush=True)
time.sleep(600)
"""


def start(log: Path, code: str, **wishes: float) -> Child:
    words = [sys.executable, "-u", "-c", code]
    child = start_child(Program("child", words, dict(os.environ), **wishes), log)  # type: ignore[arg-type]
    for _ in range(200):
        if log.read_text():
            return child
        time.sleep(0.05)
    raise AssertionError("the child never said a word")


def ends(pid: int) -> bool:
    """Say whether a process is gone within five seconds."""
    for _ in range(100):
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="the leash is the Linux kernel's")
def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    words = [sys.executable, "-c", PARENT, str(tmp_path / "log")]
    parent = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = int(parent.stdout.readline())
    assert alive(child)

    parent.kill()
    parent.wait()

    assert ends(child)


def test_a_child_that_is_asked_to_end_ends_in_its_own_way(tmp_path: Path) -> None:
    polite = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: (print('goodbye'), sys.exit(0)))\n"
        "print('ready')\n"
        "time.sleep(600)"
    )
    child = start(tmp_path / "log", polite)

    child.stop()

    assert child.ended() == "ended with 0"
    assert child.last_words().startswith("Its last words: goodbye See ")


def test_a_child_that_does_not_listen_is_ended_with_all_it_started(tmp_path: Path) -> None:
    stubborn = (
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid)\n"
        "time.sleep(600)"
    )
    child = start(tmp_path / "log", stubborn, patience=0.3)
    grandchild = int(child.log.read_text())

    child.stop()

    assert child.ended() == "was ended by SIGKILL"
    assert ends(grandchild)


def test_ctrl_c_at_the_terminal_does_not_reach_a_child(tmp_path: Path) -> None:
    child = start(tmp_path / "log", "import time; print('ready'); time.sleep(600)")

    assert os.getpgid(child.pid) != os.getpgid(0)

    child.stop()
    assert child.process.returncode == -signal.SIGTERM


def test_the_log_of_the_one_before_is_kept(tmp_path: Path) -> None:
    start(tmp_path / "child.log", "print('first')").process.wait()

    start(tmp_path / "child.log", "print('second')").process.wait()

    assert (tmp_path / "child.log").read_text() == "second\n"
    assert (tmp_path / "child.previous").read_text() == "first\n"
