"""Before anything is measured: who answers as the floor does, and in how many messages?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.credentials import Credentials
from benchmarks.graphql.http_client import connected
from benchmarks.graphql.message_counter import MessageCounter
from benchmarks.graphql.operations import OPERATIONS, Samples
from benchmarks.graphql.records import Records
from benchmarks.graphql.requests import Asked, ask_all
from benchmarks.graphql.subjects import Running, Subject, running
from benchmarks.leave import MeasureError
from infra_cfn.local.processes.child import StartError

REFERENCE = "floor"
ALWAYS = frozenset({"api", REFERENCE})  # without which there is nothing to compare
COUNTED = 20  # requests

Answers = Mapping[str, Sequence[Any]]  # by operation


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of each subject."""

    messages: dict[str, dict[str, float]] = field(default_factory=dict)  # a request, by operation
    left_out: dict[str, str] = field(default_factory=dict)  # why


def check(
    subjects: Sequence[Subject],
    loaded: Records,
    credentials: Credentials,
    samples: Samples,
    logs: Path,
    say: Callable[[str], None],
) -> Checked:
    """Ask every subject everything, one after the other, and compare the answers.

    Raises:
        MeasureError: the API or the floor does not answer, or not alike.
    """
    checked = Checked()
    answers: dict[str, Answers] = {}
    for subject in subjects:
        say(f"Checking {subject.title}")
        try:
            found = _asked(subject, loaded, credentials, samples, logs)
            answers[subject.name], checked.messages[subject.name] = found
        except (StartError, MeasureError) as failure:
            checked.left_out[subject.name] = str(failure)
    for name, given in answers.items():
        if reason := difference(answers.get(REFERENCE, {}), given):
            checked.left_out[name] = reason
    for name, reason in checked.left_out.items():
        say(f"Not measured: {name}. {reason}")
    if wrong := checked.left_out.keys() & ALWAYS:
        raise MeasureError(f"Nothing can be compared without {' and '.join(sorted(wrong))}.")
    return checked


def _asked(
    subject: Subject, loaded: Records, credentials: Credentials, samples: Samples, logs: Path
) -> tuple[Answers, dict[str, float]]:
    """Return a subject's answers, and its messages to the database for one request."""
    port = loaded.server.port
    counter = MessageCounter(port)
    url = loaded.api_url.replace(f":{port}/", f":{counter.port}/")
    answers, messages = {}, {}
    with running(subject, url, credentials, logs) as run:
        for operation in filter(subject.asks, OPERATIONS):
            asked = ask_all(run, operation, samples)
            answers[operation.name] = asked.answers
            messages[operation.name] = _messages(run, asked, counter)
    counter.close()
    return answers, messages


def _messages(run: Running, asked: Asked, counter: MessageCounter) -> float:
    requests = asked.again_and_again()
    with connected(run.port) as connection:
        before = counter.messages
        for _ in range(COUNTED):
            connection.ask(next(requests))
    return (counter.messages - before) / COUNTED


def difference(expected: Answers, given: Answers) -> str | None:
    """Return where two subjects' answers differ first; None if they agree."""
    for operation, answers in given.items():
        alike = list(expected.get(operation, ()))
        if found := _first_difference(f"{operation}: ", alike, list(answers)):
            return found
    return None


def _first_difference(path: str, one: Any, other: Any) -> str | None:
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        pairs = [(f"{path}.{key}", one[key], other[key]) for key in one]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = [(f"{path}[{i}]", a, b) for i, (a, b) in enumerate(zip(one, other, strict=True))]
    else:
        return None if one == other else f"{path}: {str(other)[:200]}, not {str(one)[:200]}"
    return next(filter(None, (_first_difference(*pair) for pair in pairs)), None)
