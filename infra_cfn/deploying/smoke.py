"""Whether what was deployed answers, asked from outside and without anybody's token."""

import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.error import HTTPError

from infra_cfn.stack import DeployError

ATTEMPTS = 10
PAUSE = 3.0  # seconds; a new stage of the gateway takes some to be known everywhere
TIMEOUT = 30  # seconds; one more than the gateway's own


@dataclass(frozen=True, slots=True)
class Probe:
    """A request, and the answer that shows that everything on its way is there."""

    method: str
    path: str
    status: int
    shows: str


PROBES = (
    Probe("GET", "/health/ready", 200, "gateway, link, balancer, service and database"),
    Probe("OPTIONS", "/graphql", 204, "gateway and function"),
    Probe("POST", "/graphql", 401, "the authorizer, which lets nobody in without a token"),
)


def smoke_test(api_url: str, pause: float = PAUSE) -> None:
    """Return once every probe was answered as it should be.

    Raises:
        DeployError: after some patience, naming what did not answer and how it did.
    """
    for attempt in range(ATTEMPTS):
        wrong = [_trouble(api_url, probe) for probe in PROBES]
        found: Sequence[str] = [trouble for trouble in wrong if trouble]
        if not found:
            return
        if attempt + 1 < ATTEMPTS:
            time.sleep(pause)
    raise DeployError(f"What was deployed does not answer: {'; '.join(found)}.")


def _trouble(api_url: str, probe: Probe) -> str | None:
    body = b"{}" if probe.method == "POST" else None
    # The address is an output of our own stack.
    request = urllib.request.Request(f"{api_url}{probe.path}", body, method=probe.method)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            status = answer.status
    except HTTPError as refusal:
        status = refusal.code
    except OSError as error:
        return f"{probe.method} {probe.path} cannot be asked ({error})"
    if status == probe.status:
        return None
    return f"{probe.method} {probe.path} says {status}, not {probe.status}: look at {probe.shows}"
