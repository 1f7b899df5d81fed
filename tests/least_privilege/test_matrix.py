"""What roles may do and may not, by two simulators that must agree."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from infra_cfn.wiring.resource import ACCOUNT
from tests.least_privilege.matrix import Row, request_of
from tests.least_privilege.matrix_beside import ALL_MAY, ALL_MAY_NOT
from tests.least_privilege.policies import granted
from tests.least_privilege.prove import faults
from tests.least_privilege.simulate import Request, allows
from tests.least_privilege.watch import granted_to
from web.build import find_npm

SECOND = Path(__file__).parent / "second_simulator"


def named(row: Row) -> str:
    return f"{row[0]} {row[1]} {row[2].rpartition(':')[2]}"


@pytest.mark.parametrize("row", ALL_MAY, ids=named)
def test_a_role_may_do_its_work(row: Row) -> None:
    assert granted_to(row[0], request_of(row))


@pytest.mark.parametrize("row", ALL_MAY_NOT, ids=named)
def test_a_role_may_do_nothing_else(row: Row) -> None:
    assert not granted_to(row[0], request_of(row))


def test_every_action_that_is_granted_is_asked_for_by_a_row() -> None:
    assert list(faults(granted())) == []


def test_no_role_may_do_everything_of_anything() -> None:
    allowed = [
        statement
        for statements in granted().roles.values()
        for statement in statements
        if statement["Effect"] == "Allow"
    ]

    assert not [s for s in allowed if "*" in str(s["Action"])]
    # X-Ray knows no resources.
    assert {s["Sid"] for s in allowed if s["Resource"] == "*"} <= {"Trace", "Measure"}


def test_what_the_simulator_does_not_know_is_not_taken_for_a_no() -> None:
    strange = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}

    for more in (
        {"NotResource": "*"},
        {"Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
    ):
        with pytest.raises(ValueError, match="does not know"):
            allows(Request("s3:GetObject", "arn:aws:s3:::a/b"), [{**strange, **more}])


@pytest.fixture(scope="module")
def second() -> tuple[str, dict[str, str]]:
    """A Node with somebody else's simulator installed, and its environment."""
    npm, environment = find_npm()
    lock, installed = SECOND / "package-lock.json", SECOND / "node_modules" / ".package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < lock.stat().st_mtime:
        command = [*npm, "ci", "--no-progress", "--loglevel=error"]
        subprocess.run(command, cwd=SECOND, env=environment, check=True)
        os.utime(installed)
    found = shutil.which("node", path=environment["PATH"])
    assert found
    return found, environment


def asked(row: Row) -> dict[str, Any]:
    request = request_of(row)
    theirs = granted().policies_of(request.resource)
    return {
        "role": row[0],
        "action": request.action,
        "resource": request.resource,
        "context": request.context,
        "identity": granted().roles[row[0]],
        "theirs": theirs,
        "account": ACCOUNT,
    }


def test_two_simulators_agree(second: tuple[str, dict[str, str]]) -> None:
    program, environment = second
    rows = [*ALL_MAY, *ALL_MAY_NOT]

    run = subprocess.run(
        [program, str(SECOND / "simulate.js")],
        input=json.dumps([asked(row) for row in rows]),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    said = dict(zip(map(str, rows), json.loads(run.stdout), strict=True))
    assert {row for row, answer in said.items() if answer == "Allowed"} == set(map(str, ALL_MAY))
    assert {said[str(row)] for row in ALL_MAY_NOT} <= {"ImplicitlyDenied", "ExplicitlyDenied"}
