"""The typed client: it fits the schema, and it lists and adds students of a running system."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.local_system import LocalSystem
from web.build import find_npm

EXAMPLE = Path(__file__).parents[2] / "examples/typescript"


def npm(*words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    program, environment = find_npm()
    return subprocess.run(
        [*program, *words],
        cwd=EXAMPLE,
        env={**environment, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    """The client's packages, as its lock file has them."""
    lock, marker = EXAMPLE / "package-lock.json", EXAMPLE / "node_modules/.package-lock.json"
    if not marker.is_file() or marker.stat().st_mtime < lock.stat().st_mtime:
        done = npm("ci", "--no-progress", "--loglevel=error")
        assert done.returncode == 0, done.stderr
        os.utime(marker)


def test_its_documents_and_types_fit_the_schema() -> None:
    checked = npm("run", "--silent", "check")

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_it_lists_students_and_shows_a_refusal_beside_its_field(local_system: LocalSystem) -> None:
    built = npm("run", "--silent", "build")
    assert built.returncode == 0, built.stdout + built.stderr

    ran = npm(
        *("run", "--silent", "start"),
        API_URL=local_system.up["graphql"],
        API_TOKEN=local_system.token("registrar"),
    )

    assert ran.returncode == 0, ran.stderr
    *listed, counted, refused, added = ran.stdout.splitlines()
    assert len(listed) == 3
    assert re.fullmatch(r"\d+ students in grade 9\.", counted)
    assert refused == "email: Another student has this e-mail address."
    assert re.fullmatch(r"Added Zoë Quist as student_\d+\.", added)
