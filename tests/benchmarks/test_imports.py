"""The benchmark of imports compares what does the same, and says what it found."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.imports.arena import Arena
from benchmarks.imports.arenas import enrollments
from benchmarks.imports.compete import QUICK, STEP, compared, memory, scaling
from benchmarks.imports.constraints import VARIANTS, costs
from benchmarks.imports.files import Files, Span, write_clean, write_files
from benchmarks.imports.records import copied, district, student_ids
from benchmarks.imports.report import constraint_tables, document, tables
from benchmarks.imports.rows import fault_of, is_faulty
from benchmarks.imports.student_rows import SCHOOLS, StudentRows
from benchmarks.imports.subjects import BARE, COPY, FRESH, OBJECT, OWN, Content
from benchmarks.imports.targets import verdicts
from benchmarks.imports.uploads import make_bucket
from benchmarks.leave import MeasureError
from infra_cfn.local.aws.ministack import Ministack
from infra_cfn.local.postgres.server import Server, connected
from tests.infra_cfn.conftest import ministack as ministack

STUDENTS = StudentRows()
IDS = {"org_id": {name: number for number, name in enumerate(SCHOOLS, 1)}}
FIGURES = {
    "rows_per_second": 1000.0,
    "client_cpu_s": 0.5,
    "database_cpu_s": 0.5,
    "wal_mb": 12.0,
    "rss_mb": 80.0,
}
RESULTS: dict[str, Any] = {
    "entities": {
        "students": {
            "rows": 1000,
            "sample": 500,
            "loads": {
                "copy": {"seconds": 2.0, **FIGURES},
                "own": {"seconds": 2.4, **FIGURES},
                "own_again": {"seconds": 1.0, **FIGURES},
                "execute_values": {"seconds": 24.0, **FIGURES},
                "django": {"seconds": 400.0, **FIGURES},
            },
        }
    },
    "memory": {
        "small_rows": 100, "small_mb": 1.0, "small_rss_mb": 90.0,
        "large_rows": 1000, "large_mb": 10.0, "large_rss_mb": 95.0,
    },
    "scaling": {"copy": {"one_after_the_other_s": 3.0, "side_by_side_s": 2.0}},
    "left_out": ["enrollments, which cannot be imported yet."],
}  # fmt: skip


@pytest.fixture(scope="module")
def arena(
    postgres: Server, ministack: Ministack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Arena]:
    with district(postgres) as empty:
        logs = tmp_path_factory.mktemp("logs")
        yield Arena(empty, make_bucket(ministack), STUDENTS, student_ids(empty), logs)


@pytest.fixture(scope="module")
def files(arena: Arena, tmp_path_factory: pytest.TempPathFactory) -> Files:
    return write_files(tmp_path_factory.mktemp("files"), STUDENTS, Span(0, STEP), arena.ids)


def test_the_importer_leaves_what_copy_leaves_and_every_load_has_figures(
    arena: Arena, files: Files
) -> None:
    loads = compared(arena, files, (COPY, BARE, OWN, OBJECT), QUICK, print)

    named = [load.name for subject in (COPY, BARE, OWN, OBJECT) for load in subject.loads]
    assert list(loads) == named
    assert all(figures["seconds"] > 0 for figures in loads.values())
    assert loads["copy"]["wal_mb"] > loads["bare"]["wal_mb"] > 0


def test_a_load_that_leaves_something_else_has_no_figures(arena: Arena, files: Files) -> None:
    stale = replace(COPY, loads=(replace(COPY.loads[0], file="clean_changed"),))
    idle = replace(COPY, loads=(replace(COPY.loads[0], leaves=Content.NOTHING),))

    for subject in (stale, idle):
        with pytest.raises(MeasureError, match="its figures would mean nothing"):
            arena.run(subject, files)


def test_each_faulty_row_is_rejected_for_the_fault_it_was_given(arena: Arena, files: Files) -> None:
    with copied(arena.empty) as records:
        arena.load(records, OWN, FRESH, [files])
        with connected(records.admin_url) as cursor:
            cursor.execute("SELECT line, code FROM import_issue ORDER BY line")
            found = cursor.fetchall()

    header = 2  # the line of row 0
    faulty = [number for number in files.span.numbers if is_faulty(number)]
    assert found == [(number + header, fault_of(STUDENTS, number)) for number in faulty]
    assert {code for _, code in found} == set(STUDENTS.faults)


def test_enrollments_are_copied_into_sections_that_have_room(arena: Arena, tmp_path: Path) -> None:
    with enrollments(arena.empty, arena.bucket, STEP, tmp_path, print) as (place, files):
        loads = compared(place, files, (COPY, BARE), QUICK, print)

    assert set(loads) == {"copy", "bare"}


def test_what_a_constraint_costs_is_what_copy_saves_without_it(arena: Arena, files: Files) -> None:
    with copied(arena.empty) as records, connected(records.admin_url) as cursor:
        VARIANTS[1].take_away(records, "student")
        cursor.execute("SELECT contype FROM pg_constraint WHERE conrelid = 'student'::regclass")
        left = {kind for (kind,) in cursor.fetchall()}

    seconds = costs(arena, files, 1, print)

    assert {"p", "u", "c"} <= left
    assert "f" not in left
    assert list(seconds) == [variant.title for variant in VARIANTS]


def test_memory_and_a_second_worker_have_figures(
    arena: Arena, files: Files, tmp_path: Path
) -> None:
    twice = write_files(files.upload.parent, STUDENTS, Span(0, 2 * STEP), arena.ids)

    held, both = memory(arena, tmp_path, 10 * STEP), scaling(arena, twice)

    assert (held["small_rows"], held["large_rows"]) == (STEP, 10 * STEP)
    assert held["large_mb"] > held["small_mb"] > 0
    assert held["small_rss_mb"] > 0
    assert set(both) == {"copy", "own"}


def test_a_file_has_two_percent_of_faulty_rows_and_its_halves_have_the_same_rows(
    tmp_path: Path,
) -> None:
    for first, count in ((0, 200), (0, 100), (100, 100)):
        write_clean(tmp_path / f"{first}-{count}", STUDENTS, Span(first, count), IDS)

    whole = (tmp_path / "0-200").read_text()
    assert whole == "".join((tmp_path / name).read_text() for name in ("0-100", "100-100"))
    assert len(whole.splitlines()) == Span(0, 200).clean == 196


def test_one_percent_of_the_changed_file_is_another(tmp_path: Path) -> None:
    files = write_files(tmp_path, STUDENTS, Span(0, 200), IDS)

    before, after = (list(csv.reader(p.open())) for p in (files.upload, files.changed))
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 2
    assert files.again.read_bytes() != files.upload.read_bytes()


def test_figures_are_shown_beside_copys_and_what_was_sampled_is_marked() -> None:
    shown = tables(RESULTS)

    assert "| COPY, same table and constraints | 2.00 | 1.00 |" in shown
    assert "| execute_values + pydantic | 24.00 | 12.00 |" in shown
    assert "| django-import-export (from 500 rows) | 400.00 | 200.00 |" in shown
    assert "| COPY, same table and constraints | 3.00 | 2.00 | 1.50 |" in shown
    assert "Not measured: enrollments, which cannot be imported yet." in shown


def test_the_cost_of_constraints_is_shown_beside_all_of_them() -> None:
    seconds = {"everything": 10.0, "no foreign keys": 4.0}
    results = {"entities": {"enrollments": {"rows": 1000, "seconds": seconds}}}

    assert "| no foreign keys | 4.00 | 40% |" in constraint_tables(results)


def test_an_import_is_judged_whole_and_shown_without_the_stand_ins_time() -> None:
    loads = RESULTS["entities"]["students"]["loads"] | {"object": {"seconds": 0.4, **FIGURES}}
    results = {"entities": {"enrollments": {"loads": loads}}}

    judged = [str(verdict) for verdict in verdicts(results)]

    assert judged[0].endswith("the same table (1.20; 1.00 without reading the object).")
    assert judged[2].startswith("missed: enrollments: a fresh file, as the stretch, within 0.6")


def test_targets_are_judged_by_what_was_measured() -> None:
    judged = [str(verdict) for verdict in verdicts(RESULTS)]

    assert judged == [
        "met: students: a fresh file within 1.25 × COPY into the same table (1.20).",
        "missed: students: the same file again within 0.3 × COPY into the same table (0.50).",
        "met: students: a fresh file at least 8 × as fast as execute_values + pydantic (10.0).",
        "met: memory at a file 10 × as large within 20% more, and under 700 MB (90 MB and 95 MB).",
    ]


def test_the_page_keeps_what_people_wrote_around_the_loads() -> None:
    page = (
        "Before\n<!-- written by make bench-import -->\nold\n"
        "<!-- end of what make bench-import writes -->\nAfter"
    )

    made = document(page, RESULTS, "- Command\n")

    assert made.startswith("Before\n<!-- written by make bench-import -->\n- Command\n")
    assert made.endswith("<!-- end of what make bench-import writes -->\nAfter")
    assert "\nold\n" not in made
