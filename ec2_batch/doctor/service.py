"""The services: whether they answer, and whether our clock agrees with theirs."""

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from urllib3 import BaseHTTPResponse, PoolManager
from urllib3.exceptions import HTTPError

from ec2_batch.client.api import unanswered
from ec2_batch.doctor.finding import Finding

MOST_APART = 30  # seconds; tokens are given as much, signatures some minutes


def look_at_service(http: PoolManager, url: str) -> list[Finding]:
    """Ask a service whether it is ready; its answer has the time, too."""
    try:
        answer = http.request("GET", url, retries=False)
    except (HTTPError, OSError) as error:
        return [Finding("service", False, unanswered(url, error))]
    if answer.status != 200:
        sentence = f"{url} answers {answer.status}: {_detail(answer)}"
        return [Finding("service", False, sentence), look_at_clock(answer.headers.get("Date"))]
    ready = Finding("service", True, f"{url} answers that all is ready.")
    return [ready, look_at_clock(answer.headers.get("Date"))]


def look_at_clock(date: str | None, now: datetime | None = None) -> Finding:
    """Compare this machine's clock with the time of an answer, which has whole seconds."""
    if date is None:
        return Finding("clock", True, "The answer has no time to compare with.")
    apart = ((now or datetime.now(UTC)) - parsedate_to_datetime(date)).total_seconds()
    if abs(apart) > MOST_APART:
        way = "ahead" if apart > 0 else "behind"
        sentence = (
            f"This machine is {abs(apart):,.0f} s {way}: tokens and signatures will be refused."
            " Turn on time synchronisation."
        )
        return Finding("clock", False, sentence)
    return Finding("clock", True, "It agrees with the service's.")


def _detail(answer: BaseHTTPResponse) -> str:
    try:
        said = json.loads(answer.data)
        return str(said.get("detail") or said.get("title"))
    except (ValueError, AttributeError):
        return "it does not say why."
