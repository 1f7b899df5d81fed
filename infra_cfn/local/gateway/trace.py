"""X-Ray as API Gateway and Lambda do it: who is whose parent, and the two segments of their own.

Without a daemon address nothing is sent, and requests are marked as not sampled.
"""

import json
import re
import secrets
import socket
import time
from dataclasses import dataclass

ROOT = re.compile(r"\bRoot=(1-[0-9a-f]{8}-[0-9a-f]{24})\b")
PARENT = re.compile(r"\bParent=([0-9a-f]{16})\b")
NOT_SAMPLED = re.compile(r"\bSampled=0\b")
DAEMON_HEADER = b'{"format": "json", "version": 1}\n'


@dataclass(frozen=True, slots=True)
class Trace:
    """One place in one trace."""

    root: str
    parent: str | None  # the segment that is the parent of what comes next
    sampled: bool

    def header(self) -> str:
        """Return the trace as the header X-Amzn-Trace-Id."""
        parent = f";Parent={self.parent}" if self.parent else ""
        return f"Root={self.root}{parent};Sampled={int(self.sampled)}"


def read_trace(header: str | None, *, sampling: bool) -> Trace:
    """Return the trace that a client asks to be part of, or a new one."""
    root = ROOT.search(header or "")
    if not header or not root:
        return Trace(f"1-{int(time.time()):08x}-{secrets.token_hex(12)}", None, sampling)
    parent = PARENT.search(header)
    sampled = sampling and not NOT_SAMPLED.search(header)
    return Trace(root[1], parent[1] if parent else None, sampled)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of work under way, to be reported when it ends."""

    name: str
    origin: str  # what kind of AWS resource does it
    id: str
    within: Trace
    started: float

    def inside(self) -> Trace:
        """Return the place of what this work starts."""
        return Trace(self.within.root, self.id, self.within.sampled)


def begin(name: str, origin: str, within: Trace) -> Segment:
    """Start a segment below the trace's current parent."""
    return Segment(name, origin, secrets.token_hex(8), within, time.time())


class Daemon:
    """Where segments go: the X-Ray daemon of this machine, if there is one."""

    def __init__(self, address: str | None) -> None:
        """Take an address as AWS_XRAY_DAEMON_ADDRESS has it, `host:port`."""
        self.sampling = bool(address)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        if address:
            host, _, port = address.rpartition(":")
            self._socket.connect((host, int(port)))

    def end(self, segment: Segment, status: int) -> None:
        """Report a segment, and what came of it."""
        if not segment.within.sampled:
            return
        document = {
            "name": segment.name,
            "id": segment.id,
            "trace_id": segment.within.root,
            "parent_id": segment.within.parent,
            "origin": segment.origin,
            "start_time": segment.started,
            "end_time": time.time(),
            "http": {"response": {"status": status}},
            "error": 400 <= status < 500,
            "fault": status >= 500,
        }
        written = {name: value for name, value in document.items() if value is not None}
        try:
            self._socket.send(DAEMON_HEADER + json.dumps(written).encode())
        except OSError:  # nobody listens: tracing must not cost an answer
            return
