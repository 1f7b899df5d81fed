"""What runs on a host may do little more than its work."""

import shutil
import subprocess
from pathlib import Path

import pytest

HOST = Path(__file__).parents[2] / "infra_cfn/host"
MOST = 3.0  # of 10; systemd calls that OK, and 10 UNSAFE
# As in Amazon's package, which is not on this machine.
AGENT = """
[Unit]
Description=Amazon CloudWatch Agent
After=network.target

[Service]
Type=simple
ExecStart=/opt/aws/amazon-cloudwatch-agent/bin/start-amazon-cloudwatch-agent
KillMode=process
Restart=on-failure
RestartSec=60s

[Install]
WantedBy=multi-user.target
"""
systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"),
    reason="systemd-analyze, which weighs units, is not on this machine: apt-get install systemd",
)


def exposure(folder: Path, unit: str) -> float:
    """Return how much a unit may do, from 0 to 10, as systemd weighs it."""
    words = ["systemd-analyze", "security", "--offline=yes", f"--root={folder}", "--no-pager", unit]
    weighed = subprocess.run(words, capture_output=True, text=True, check=True)
    [line] = [line for line in weighed.stdout.splitlines() if "Overall exposure level" in line]
    return float(line.split(":")[1].split()[0])


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units where systemd looks for them, and the programs that they name."""
    units = tmp_path / "etc/systemd/system"
    hardened = units / "amazon-cloudwatch-agent.service.d"
    hardened.mkdir(parents=True)
    for unit in HOST.glob("*.service"):
        shutil.copy(unit, units)
    (units / "amazon-cloudwatch-agent.service").write_text(AGENT)
    shutil.copy(HOST / "agent-hardened.conf", hardened / "hardened.conf")
    for unit in units.glob("*.service"):
        [start] = [x for x in unit.read_text().splitlines() if x.startswith("ExecStart=")]
        program = tmp_path / start.removeprefix("ExecStart=/").split()[0]
        program.parent.mkdir(parents=True, exist_ok=True)
        program.touch(mode=0o755)
    return tmp_path


@systemd
@pytest.mark.parametrize(
    "unit",
    [*sorted(path.name for path in HOST.glob("*.service")), "amazon-cloudwatch-agent.service"],
)
def test_a_unit_may_do_little_more_than_its_work(installed: Path, unit: str) -> None:
    assert exposure(installed, unit) <= MOST


def test_a_host_that_goes_waits_longer_than_its_worker_takes_to_stop() -> None:
    batch = (HOST.parent / "batch.yaml").read_text()
    [stop] = [
        int(line.removeprefix("TimeoutStopSec="))
        for line in (HOST / "student-cloud-worker.service").read_text().splitlines()
        if line.startswith("TimeoutStopSec=")
    ]

    [wait] = [
        int(line.split("HeartbeatTimeout:")[1].split("#")[0])
        for line in batch.splitlines()
        if "HeartbeatTimeout:" in line
    ]

    assert stop < wait
