"""The benchmark of the GraphQL API measures the same answers, and says what it found."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.credentials import make_credentials
from benchmarks.graphql.check import check, difference
from benchmarks.graphql.measure import Figures, Pace, measured
from benchmarks.graphql.operations import OPERATIONS, sampled
from benchmarks.graphql.plot import plot
from benchmarks.graphql.records import Records
from benchmarks.graphql.report import document, tables
from benchmarks.graphql.requests import ask_all
from benchmarks.graphql.subjects import SUBJECTS, running
from benchmarks.graphql.targets import verdicts
from infra_cfn.local.postgres.server import connected
from tests.conftest import Database

# All but when it was, and which one.
AUDITED = "subject, role, action, entity, entity_id, reason, changes FROM audit_entry"
TOLD = "type, version, entity_id, payload, trace_header FROM outbox"
OWN = [subject for subject in SUBJECTS if subject.name in ("api", "floor")]
FIGURES: Figures = {
    operation.name: {
        subject.name: {
            "p50_ms": 1.0 + i,
            "p99_ms": 2.0,
            "rps": 1234.5,
            "server_cpu_ms": 0.1,
            "database_cpu_ms": 0.2,
            "messages": 1.0,
        }
        for i, subject in enumerate(OWN)
    }
    for operation in OPERATIONS
}


@pytest.fixture(scope="module")
def loaded(database: Database) -> Records:
    return Records(database.server, database.name, "S")


def test_the_api_and_the_floor_answer_alike_and_a_query_is_one_message(
    loaded: Records, tmp_path: Path
) -> None:
    credentials, samples = make_credentials(loaded.api_url), sampled(loaded.admin_url)

    checked = check(OWN, loaded, credentials, samples, tmp_path, print)

    assert checked.left_out == {}
    for name in ("api", "floor"):
        asked = {o.name: checked.messages[name][o.name] for o in OPERATIONS if not o.writes}
        assert set(asked.values()) == {1.0}


def test_the_floors_change_leaves_behind_what_the_apis_does(
    loaded: Records, tmp_path: Path
) -> None:
    credentials, samples = make_credentials(loaded.api_url), sampled(loaded.admin_url)
    [change] = [operation for operation in OPERATIONS if operation.writes]
    left: list[Any] = []

    for subject in OWN:
        with running(subject, loaded.api_url, credentials, tmp_path) as run:
            ask_all(run, change, samples)
        left.append(left_behind(loaded.admin_url))

    assert left[0] == left[1]
    assert [len(rows) for rows in left[0]] == [1, 1]


def left_behind(url: str) -> list[Any]:
    """Return what the last change wrote to the audit log and the outbox."""
    with connected(url) as cursor:
        found = []
        for columns in AUDITED, TOLD:
            cursor.execute(f"SELECT {columns} ORDER BY id DESC LIMIT 1")
            found.append(cursor.fetchall())
    return found


def test_a_subject_is_measured_at_each_operation(loaded: Records, tmp_path: Path) -> None:
    credentials, samples = make_credentials(loaded.api_url), sampled(loaded.admin_url)
    floor, operation = OWN[1], OPERATIONS[0]
    with running(floor, loaded.api_url, credentials, tmp_path) as run:
        asked = {operation.name: ask_all(run, operation, samples)}

        pace = Pace(rounds=2, seconds=0.2)
        ((_, name, readings),) = measured([operation], [(run, asked)], loaded.server.pid, pace)

    figures = readings.figures(messages=1.0)
    assert name == "floor"
    assert readings.requests > 0
    assert figures["p99_ms"] >= figures["p50_ms"] > 0
    assert figures["rps"] > 0


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"q": [{"a": [1, 2]}]}, None),
        ({"q": [{"a": [1, 3]}]}, "q: [0].a[1]: 3, not 2"),
        ({"q": [{"a": [1]}]}, "q: [0].a: [1], not [1, 2]"),
        ({"q": [{"b": [1, 2]}]}, "q: [0]: {'b': [1, 2]}, not {'a': [1, 2]}"),
    ],
)
def test_an_answer_that_differs_is_named_by_its_place(given: Any, found: str | None) -> None:
    assert difference({"q": [{"a": [1, 2]}]}, given) == found


def test_the_page_keeps_what_people_wrote_around_the_figures() -> None:
    page = (
        "Before\n<!-- written by make bench -->\nold\n<!-- end of what make bench writes -->\nAfter"
    )

    made = document(page, FIGURES, OWN, {"other": "It differs."}, "- Command: `make bench`\n")

    assert made.startswith("Before\n<!-- written")
    assert made.endswith("writes -->\nAfter")
    assert "\nold\n" not in made
    assert "| this API | 1.00 |" in made
    assert "| floor | 2.00 |" in made
    assert "Not measured: other. It differs." in made
    assert (
        document(made, FIGURES, OWN, {"other": "It differs."}, "- Command: `make bench`\n") == made
    )


def test_a_requests_figures_are_shown_with_their_units() -> None:
    shown = tables(FIGURES, OWN)

    assert "| p50 ms, 1 connection |" in shown
    assert "| this API | 1,234 |" in shown


def test_a_target_that_is_missed_says_where_and_by_how_much() -> None:
    figures = {name: dict(found) for name, found in FIGURES.items()}
    figures["transcript"] = {
        "api": {**FIGURES["transcript"]["api"], "p50_ms": 3.0, "messages": 2.0},
        "floor": {**FIGURES["transcript"]["floor"], "p50_ms": 2.0},
    }

    said = [str(verdict) for verdict in verdicts(figures, OWN)]

    assert said == [
        "missed: within 1.2 × the floor at each operation. Not at: transcript (1.50 × as long).",
        "missed: one message to the database for a query. Not at: transcript (2).",
    ]


def test_a_target_that_is_met_says_so() -> None:
    peer = next(subject for subject in SUBJECTS if subject.name == "postgraphile")
    figures = {
        name: {**found, "postgraphile": {**found["api"], "p50_ms": 1.5}}
        for name, found in FIGURES.items()
    }

    said = [str(verdict) for verdict in verdicts(figures, [*OWN, peer])]

    assert said == [
        "met: within 1.2 × the floor at each operation.",
        "met: faster than PostGraphile at each operation.",
        "met: 1.5 × as fast as PostGraphile at the nested ones.",
        "met: one message to the database for a query.",
    ]


def test_the_plot_has_a_bar_for_each_subject_at_each_operation() -> None:
    picture = plot(FIGURES, OWN)

    assert picture.count('height="11"') == len(OWN) * len(OPERATIONS)
    assert picture.count("<svg") == picture.count("</svg>") == 1
