"""The benchmark of growth: each size is asked the same, and a deep page is found at once."""

from pathlib import Path

import pytest

from benchmarks.credentials import make_credentials
from benchmarks.graphql.growth.deep_pages import places
from benchmarks.graphql.growth.measure import Growth, grown, turns
from benchmarks.graphql.growth.report import document, tables
from benchmarks.graphql.measure import Pace
from benchmarks.graphql.records import Records
from benchmarks.graphql.subjects import SUBJECTS, running
from tests.conftest import Database

OWN = [subject for subject in SUBJECTS if subject.name in ("api", "floor")]
FIGURES: Growth = {
    "one_student": {"api": {"M": 0.5, "L": 0.6}, "floor": {"M": 0.5, "L": 0.5}},
    "page_after_10": {"api": {"M": 1.0, "L": 1.0}, "floor": {"M": 1.0, "L": 1.0}},
    "page_after_10000": {"api": {"L": 1.1}, "floor": {"L": 1.0}},
}


@pytest.fixture(scope="module")
def loaded(database: Database) -> Records:
    return Records(database.server, database.name, "S")


def test_the_api_and_the_floor_answer_alike_at_the_top_and_far_down(
    loaded: Records, tmp_path: Path
) -> None:
    credentials = make_credentials(loaded.api_url)
    api, floor = (running(s, loaded.api_url, credentials, tmp_path) for s in OWN)
    with api as ours, floor as theirs:
        asked = [turn for question in turns(loaded, [ours, theirs]) for turn in question]

        figures = grown(asked, Pace(rounds=1, seconds=0.05))

    assert "page_after_10" in figures
    assert all(found[name]["S"] > 0 for found in figures.values() for name in ("api", "floor"))


def test_a_depth_that_a_list_has_not_is_not_asked_for(loaded: Records) -> None:
    depths = dict(places(loaded))

    assert list(depths) == [10]


def test_growth_is_shown_by_size_and_beside_the_floor() -> None:
    shown = tables(FIGURES, ("M", "L"))

    assert "| one student | 0.50 (1.00) | 0.60 (1.20) |" in shown
    assert "| page after 10,000 students | – | 1.10 (1.10) |" in shown
    assert "- L: 1.10 × (10,000)" in shown


def test_the_page_keeps_what_people_wrote_around_growth() -> None:
    page = (
        "Before\n<!-- written by make bench-growth -->\nold\n"
        "<!-- end of what make bench-growth writes -->\nAfter"
    )

    made = document(page, FIGURES, ("M", "L"), "- Command\n")

    assert made.startswith("Before\n<!-- written by make bench-growth -->\n- Command\n")
    assert made.endswith("<!-- end of what make bench-growth writes -->\nAfter")
    assert "\nold\n" not in made
