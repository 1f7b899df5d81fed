"""A host that really boots: systemd, user data and bundle, in namespaces of this machine."""

import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from infra_cfn.local.processes.child import Child, Program, start_child
from infra_cfn.template import read_template
from tests.infra_cfn.test_host_units import AGENT

TEMPLATE = Path(__file__).parents[2] / "infra_cfn/batch.yaml"
BOOT = Path(__file__).with_name("host_root.sh")
UNSHARE = ["unshare", "-m", "-p", "-u", "-i", "-C", "--fork", "--kill-child"]
PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
SIGNAL_SECONDS = 400.0  # a very busy machine; a quiet one takes ten
TARGET = "[Unit]\nRequires=basic.target\nAfter=basic.target\nWants=user-data.service\n"
USER_DATA = """
[Service]
Type=oneshot
ExecStart=/user-data
Environment={variables}
StandardOutput=append:/shared/boot.log
StandardError=inherit
"""
# What Amazon Linux has and this machine need not have.
AWS = f"""#!/bin/bash
set -eu
lib=/opt/student-cloud/current/lib
[[ -d $lib ]] || lib={sysconfig.get_paths()["purelib"]}
if [[ $1 == s3 ]]; then
  PYTHONPATH=$lib exec /usr/bin/{PYTHON} - "${{@: -2}}" <<'END'
import sys, boto3
bucket, key = sys.argv[1].removeprefix("s3://").split("/", 1)
boto3.client("s3").download_file(bucket, key, sys.argv[2])
END
fi
exec curl --fail --silent --data-binary "$*" "$METADATA/called"
"""
AGENT_CTL = """#!/bin/bash
set -eu
/usr/bin/python3 -m json.tool "${7#file:}" > /dev/null
systemctl start amazon-cloudwatch-agent
"""
FILES = {
    "usr/local/bin/dnf": '#!/bin/bash\necho "dnf $*"\n',
    "usr/local/bin/aws": AWS,
    "opt/aws/bin/cfn-signal": '#!/bin/bash\necho "$*" > /shared/signal.new\n'
    "mv /shared/signal.new /shared/signal\n",
    "opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl": AGENT_CTL,
    "opt/aws/amazon-cloudwatch-agent/bin/start-amazon-cloudwatch-agent": (
        "#!/bin/bash\nexec sleep infinity\n"
    ),
    "etc/systemd/system/amazon-cloudwatch-agent.service": AGENT,
    "etc/systemd/system/multi-user.target": TARGET,
}


def obstacle() -> str | None:
    """Return why no host can be booted here; None when one can."""
    needed = [Path("/lib/systemd/systemd"), Path(f"/usr/bin/{PYTHON}")]
    if missing := [str(path) for path in needed if not path.exists()]:
        return f"a host is booted by {' and '.join(missing)}, which this machine lacks"
    if os.geteuid() != 0:
        return "only root may boot a host in namespaces"
    tried = subprocess.run([*UNSHARE, "true"], capture_output=True, text=True)
    return f"namespaces are not allowed here: {tried.stderr.strip()}" if tried.returncode else None


class Metadata(ThreadingHTTPServer):
    """The instance metadata that a host asks, and what it called of AWS's."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), MetadataHandler)
        self.state = "InService"
        self.called: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class MetadataHandler(BaseHTTPRequestHandler):
    server: Metadata

    def do_PUT(self) -> None:
        self._answer("token" if self.path == "/latest/api/token" else None)

    def do_GET(self) -> None:
        known = {"instance-id": "i-0f", "autoscaling/target-lifecycle-state": self.server.state}
        allowed = self.headers["X-aws-ec2-metadata-token"] == "token"
        self._answer(known.get(self.path.removeprefix("/latest/meta-data/")) if allowed else None)

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.called.append(self.rfile.read(length).decode())
        self._answer("")

    def _answer(self, text: str | None) -> None:
        self.send_response(404 if text is None else 200)
        self.send_header("Content-Length", str(len(text or "")))
        self.end_headers()
        self.wfile.write((text or "").encode())

    def log_message(self, *_: object) -> None:
        return


@dataclass
class Host:
    """A booted host."""

    child: Child
    shared: Path
    metadata: Metadata = field(repr=False)

    def signalled(self) -> str:
        """Wait until the host has told CloudFormation how its start went, and return that."""
        deadline = time.monotonic() + SIGNAL_SECONDS
        while time.monotonic() < deadline and not self.child.ended():
            if (self.shared / "signal").exists():
                return (self.shared / "signal").read_text()
            time.sleep(0.1)
        return f"no signal came; the host said: {self.said()}"

    def said(self) -> str:
        log = self.shared / "boot.log"
        return log.read_text() if log.exists() else "nothing"

    def run(self, *words: str) -> str:
        """Run a command on the host and return what it says."""
        children = Path(f"/proc/{self.child.pid}/task/{self.child.pid}/children")
        enter = ["nsenter", "--target", children.read_text().split()[0], "--mount", "--pid"]
        ran = subprocess.run([*enter, *words], capture_output=True, text=True)
        return (ran.stdout + ran.stderr).strip()


def user_data(values: Mapping[str, str], variables: Mapping[str, str]) -> str:
    """Return the template's user data: its parameters filled in, and variables of this machine."""
    launch = read_template(TEMPLATE.read_text())["Resources"]["HostTemplate"]["Properties"]
    text: str = launch["LaunchTemplateData"]["UserData"]["Fn::Base64"]["!Sub"]
    text = re.sub(r"\$\{([A-Za-z:]+)\}", lambda found: values[found[1]], text)
    for name, value in variables.items():
        text = re.sub(rf"(?m)^{name}=.*\n", "", text)
        text = text.replace("\nEND\n", f"\n{name}={value}\nEND\n", 1)
    return text


@contextmanager
def booted(folder: Path, values: Mapping[str, str], variables: Mapping[str, str]) -> Iterator[Host]:
    """Boot a host; it is gone, with all that runs on it, when the block ends."""
    overlay, shared = folder / "overlay", folder / "shared"
    shared.mkdir()
    with Metadata() as metadata:
        Thread(target=metadata.serve_forever, daemon=True).start()
        here = {**variables, "METADATA": metadata.url}
        given = " ".join(f"{name}={value}" for name, value in here.items())
        files = {
            **FILES,
            "user-data": user_data(values, here),
            "etc/systemd/system/user-data.service": USER_DATA.format(variables=given),
        }
        for name, text in files.items():
            path = overlay / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            path.chmod(0o644 if "systemd" in name else 0o755)
        # Its first process is killed with it, and with that all that it started.
        words = [*UNSHARE, str(BOOT), str(overlay), str(shared)]
        killed = Program("host", words, os.environ, signal.SIGKILL, last_words=signal.SIGKILL)
        child = start_child(killed, folder / "host.log")
        try:
            yield Host(child, shared, metadata)
        finally:
            child.stop()
            metadata.shutdown()
    shutil.rmtree(overlay)
