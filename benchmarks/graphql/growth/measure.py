"""Measures one question at every size: each size's and subject's turn, round by round."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.graphql.check import difference
from benchmarks.graphql.growth.deep_pages import pages_after, places
from benchmarks.graphql.http_client import latencies
from benchmarks.graphql.measure import Pace
from benchmarks.graphql.operations import OPERATIONS, sampled
from benchmarks.graphql.records import Records
from benchmarks.graphql.requests import Asked, ask_all
from benchmarks.graphql.subjects import Running
from benchmarks.leave import MeasureError
from schema.demo import Size

QUESTIONS = OPERATIONS[:4]  # what is read most: one, a page, nested pages, counts and averages
SAMPLES = 200  # students and courses; more than a few, so that they are not all close at hand

# p50 in milliseconds by question, subject and size.
Growth = dict[str, dict[str, dict[Size, float]]]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one subject is asked at one size."""

    question: str
    size: Size
    run: Running
    asked: Asked


def depth_name(depth: int) -> str:
    """Return the question that a page after so many students is."""
    return f"page_after_{depth}"


def turns(loaded: Records, runs: Sequence[Running]) -> Iterator[list[Turn]]:
    """Yield each question at one size, put to every subject, which all answer alike.

    Raises:
        MeasureError: they do not.
    """
    samples = sampled(loaded.admin_url, SAMPLES)
    for operation in QUESTIONS:
        asked = [ask_all(run, operation, samples) for run in runs]
        yield _alike(operation.name, loaded.size, runs, asked)
    for depth, found in places(loaded):
        asked = [pages_after(run, found) for run in runs]
        yield _alike(depth_name(depth), loaded.size, runs, asked)


def _alike(
    question: str, size: Size, runs: Sequence[Running], asked: Sequence[Asked]
) -> list[Turn]:
    expected, *others = ({question: each.answers} for each in asked)
    for other in others:
        if found := difference(expected, other):
            raise MeasureError(f"At size {size} the answers differ: {found}")
    return [Turn(question, size, run, each) for run, each in zip(runs, asked, strict=True)]


def grown(all_turns: Iterable[Turn], pace: Pace) -> Growth:
    """Return the p50 of every turn; those of one group take turns, so that noise meets all.

    Deep pages are one group: what is compared is one depth with another.
    """
    groups: dict[str, list[Turn]] = {}
    for turn in all_turns:
        groups.setdefault(turn.question.rstrip("0123456789"), []).append(turn)
    found: Growth = {}
    for group in groups.values():
        for turn, p50 in zip(group, _medians(group, pace), strict=True):
            by_subject = found.setdefault(turn.question, {})
            by_subject.setdefault(turn.run.subject.name, {})[turn.size] = p50
    return found


def _medians(group: Sequence[Turn], pace: Pace) -> list[float]:
    taken: list[list[float]] = [[] for _ in group]
    for round_ in range(pace.rounds + 1):
        for turn, seconds in zip(group, taken, strict=True):
            requests = turn.asked.again_and_again()
            once = latencies(turn.run.port, requests, pace.seconds)
            if round_:  # the first warms up
                seconds += once
    return [round(median(each) * 1000, 3) for each in taken]
