"""The table of costs adds up, and is of what the templates and parameter files make."""

import re
from pathlib import Path

import pytest

from infra_cfn.wiring.wire import wire
from tests.infra_cfn.controls.estate import parameters_of

DOCS = Path(__file__).parents[2] / "docs"
ENDPOINT = 7.30  # dollars a month in a zone, of us-east-1


def table() -> dict[str, list[str]]:
    """Return the cells of each row by its first words."""
    section = (DOCS / "operations.md").read_text().partition("\n## Costs\n")[2]
    rows = re.findall(r"^\| (.+) \|$", section.partition("\n## ")[0], re.MULTILINE)
    cells = [row.split(" | ") for row in rows]
    return {re.sub(r" \(.*|\*", "", first): rest for first, *rest in cells}


def dollars(cell: str) -> int:
    found = re.match(r"\D*([\d,]+)", cell)
    assert found, cell
    return int(found[1].replace(",", ""))


@pytest.mark.parametrize("column", [0, 1, 2], ids=["development", "10,000", "1 million"])
def test_what_is_told_of_all_is_the_sum_of_its_parts(column: int) -> None:
    rows = table()
    told = rows.pop("all")[column]

    parts = sum(dollars(cells[column]) for name, cells in rows.items() if "Dollars" not in name)

    assert dollars(told) == pytest.approx(parts, rel=0.02 if "about" in told else 0)


@pytest.mark.parametrize(("environment", "column"), [("development", 0), ("production", 1)])
def test_the_database_that_is_paid_is_the_one_that_is_made(environment: str, column: int) -> None:
    wanted = parameters_of(environment)["DbClass"].removeprefix("db.")

    assert wanted in table()["database"][column]


def test_every_endpoint_is_paid_for_in_each_zone() -> None:
    made = [r for r in wire("production") if r.kind == "AWS::EC2::VPCEndpoint"]
    paid = [r for r in made if r.properties.get("VpcEndpointType") == "Interface"]

    told = table()["way to AWS"][1]

    assert f"{len(paid)} endpoints in two zones" in told
    assert dollars(told) == round(len(paid) * 2 * ENDPOINT)


def test_the_largest_database_is_called_the_same_everywhere() -> None:
    largest = re.search(r"r8g\.\w+", table()["database"][2])
    assert largest

    said = {
        name
        for page in ("operations.md", "runbooks.md")
        for name in re.findall(r"r8g\.\w+", (DOCS / page).read_text())
    }
    assert said == {largest[0]}
