"""An X-Ray daemon that keeps what it is sent, and refuses what X-Ray would.

Source: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
"""

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

MAX_BYTES = 64_000  # of one document
MAX_ANNOTATIONS = 50  # of one trace
CLOCK_SECONDS = 3600  # how far from now a time may be in a test
NAME = re.compile(r"[\w\s.:/%&#=+\\\-@]{1,200}")
ID = re.compile(r"[0-9a-f]{16}")
TRACE_ID = re.compile(r"1-[0-9a-f]{8}-[0-9a-f]{24}")
ANNOTATION_KEY = re.compile(r"[A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Span:
    """One segment or subsegment, wherever it was in a document."""

    name: str
    id: str
    parent_id: str | None
    trace_id: str
    start: float
    end: float
    document: dict[str, Any]

    @property
    def annotations(self) -> dict[str, Any]:
        return self.document.get("annotations", {})  # type: ignore[no-any-return]


@dataclass(slots=True)
class XRayDaemon:
    """What was received, and what was wrong with it."""

    address: str
    spans: list[Span] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def trace(self, trace_id: str) -> list[Span]:
        """Return a trace's spans in the order in which they began."""
        return sorted((s for s in self.spans if s.trace_id == trace_id), key=lambda s: s.start)

    def find(self, name: str, *, seconds: float = 10.0) -> Span:
        """Return the first span of a name, once it has come."""
        return self.find_all(name, 1, seconds=seconds)[0]

    def find_id(self, id_: str, *, seconds: float = 10.0) -> Span:
        """Return the span of an id, once it has come."""
        deadline = time.monotonic() + seconds
        while not (found := [s for s in self.spans if s.id == id_]):
            assert time.monotonic() < deadline, f"no span {id_}"
            time.sleep(0.01)
        return found[0]

    def find_all(self, name: str, count: int, *, seconds: float = 10.0) -> list[Span]:
        """Return the spans of a name, once there are so many."""
        deadline = time.monotonic() + seconds
        while len(found := [s for s in self.spans if s.name == name]) < count:
            seen = sorted(s.name for s in self.spans)
            assert time.monotonic() < deadline, f"{len(found)} of {count} {name!r} in {seen}"
            time.sleep(0.01)
        return found

    def parent(self, span: Span) -> Span | None:
        """Return the span that a span belongs to."""
        return next((s for s in self.spans if s.id == span.parent_id), None)

    def ancestors(self, span: Span) -> list[str]:
        """Return the names above a span, the nearest first."""
        above = self.parent(span)
        return [above.name, *self.ancestors(above)] if above else []

    def check(self, *, seconds: float = 10.0) -> None:
        """Assert that all was valid, and that every parent was reported in the same trace."""
        # A parent ends after its parts, and the gateway after its answer: they may be under way.
        deadline = time.monotonic() + seconds
        while self.orphans() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not self.faults, self.faults
        assert not self.orphans(), f"nobody reported the parents of {self.orphans()}"
        assert len({s.id for s in self.spans}) == len(self.spans), "an id was used twice"
        for span in self.spans:
            above = self.parent(span)
            assert not above or above.trace_id == span.trace_id, f"{span.name} changed trace"

    def orphans(self) -> list[str]:
        """Return the names of spans whose parents have not come."""
        return [s.name for s in list(self.spans) if s.parent_id and not self.parent(s)]

    def receive(self, datagram: bytes) -> None:
        """Take one datagram."""
        try:
            document = parsed(datagram)
            self.spans += list(flattened(document, None, document.get("trace_id")))
        except (ValueError, KeyError, TypeError) as fault:
            self.faults.append(f"{fault!r} in {datagram[:300]!r}")


@contextmanager
def xray_daemon() -> Iterator[XRayDaemon]:
    """Listen on a free port until the context ends."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        daemon = XRayDaemon(f"127.0.0.1:{listening.getsockname()[1]}")
        ended = threading.Event()
        listener = threading.Thread(target=listen, args=(listening, daemon, ended), daemon=True)
        listener.start()
        try:
            yield daemon
        finally:
            ended.set()
            listener.join()


def listen(listening: socket.socket, daemon: XRayDaemon, ended: threading.Event) -> None:
    """Hand datagrams to the daemon until the end."""
    listening.settimeout(0.05)
    while not ended.is_set():
        try:
            datagram = listening.recv(1 << 16)
        except TimeoutError:
            continue
        daemon.receive(datagram)


def parsed(datagram: bytes) -> dict[str, Any]:
    """Return the document of a datagram, its header line checked."""
    header, _, body = datagram.partition(b"\n")
    refuse(json.loads(header) != {"format": "json", "version": 1}, "another header line")
    refuse(len(body) > MAX_BYTES, "a document over 64 kB")
    document: dict[str, Any] = json.loads(body)
    subsegment = document.get("type") == "subsegment"
    refuse(subsegment and "parent_id" not in document, "a lone subsegment without a parent")
    refuse(not TRACE_ID.fullmatch(document["trace_id"]), "a malformed trace id")
    return document


def flattened(document: dict[str, Any], parent_id: str | None, trace_id: Any) -> Iterator[Span]:
    """Yield a document and what is nested in it, each one checked."""
    check_one(document)
    refuse(document.get("trace_id", trace_id) != trace_id, "a trace within another")
    own_parent = document.get("parent_id", parent_id)
    refuse(parent_id not in (None, own_parent), "a parent other than the one around")
    yield Span(
        name=document["name"],
        id=document["id"],
        parent_id=own_parent,
        trace_id=trace_id,
        start=document["start_time"],
        end=document["end_time"],
        document=document,
    )
    for nested in document.get("subsegments", ()):
        yield from flattened(nested, document["id"], trace_id)


def check_one(document: dict[str, Any]) -> None:
    """Refuse what X-Ray's schema refuses."""
    refuse(not NAME.fullmatch(document["name"]), "a name with other characters")
    refuse(not ID.fullmatch(document["id"]), "a malformed id")
    refuse(not ID.fullmatch(document.get("parent_id", "0" * 16)), "a malformed parent id")
    refuse(document.get("namespace", "aws") not in ("aws", "remote"), "an unknown namespace")
    start, end = document["start_time"], document["end_time"]
    refuse(not abs(start - time.time()) < CLOCK_SECONDS, "a start far from now")
    refuse(not start <= end, "an end before the start")
    refuse(bool(document.get("in_progress")), "an end while in progress")
    check_annotations(document.get("annotations", {}))


def check_annotations(annotations: dict[str, Any]) -> None:
    """Refuse annotations that could not be searched for."""
    refuse(len(annotations) > MAX_ANNOTATIONS, "too many annotations")
    for key, value in annotations.items():
        refuse(not ANNOTATION_KEY.fullmatch(key), f"the annotation key {key!r}")
        refuse(not isinstance(value, str | int | float | bool), f"the value of {key!r}")


def refuse(wrong: bool, what: str) -> None:
    """Raise what is wrong."""
    if wrong:
        raise ValueError(what)
