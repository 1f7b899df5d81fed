"""Runbooks say what can be done, and each alarm finds its entry."""

import re
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate
from sqlalchemy import text

from infra_cfn.wiring.wire import read_templates, wire
from tests.conftest import Database

DOCS = Path(__file__).parents[2] / "docs"
RUNBOOKS = (DOCS / "runbooks.md").read_text()
OPERATIONS = (DOCS / "operations.md").read_text()
SCHEMA = build_schema((DOCS.parent / "schema/api.graphql").read_text())


def blocks(language: str) -> list[str]:
    """Return the code of a language, without the indent of the list it stands in."""
    found = re.findall(rf"^ *```{language}\n(.*?)^ *```$", RUNBOOKS, re.DOTALL | re.MULTILINE)
    return [re.sub(r"^   ", "", block, flags=re.MULTILINE) for block in found]


def anchors(page: str) -> set[str]:
    """Return what links to a page's headings end with."""
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", h.lower()).replace(" ", "-") for h in headings}


def test_each_alarm_names_an_entry_that_is_there() -> None:
    told = [
        resource.properties["AlarmDescription"]
        for resource in wire("production")
        if resource.kind == "AWS::CloudWatch::Alarm"
    ]

    named = {description.rpartition("docs/operations.md#")[2] for description in told}

    assert named <= anchors(OPERATIONS)


@pytest.mark.parametrize("document", blocks("graphql"), ids=lambda d: d.split("(")[0])
def test_a_runbooks_operation_is_one_of_the_api(document: str) -> None:
    assert validate(SCHEMA, parse(document)) == []


def test_the_ids_of_restored_records_are_kept_apart(empty_database: Database) -> None:
    [statement] = blocks("sql")

    with empty_database.owner_session() as session:
        session.execute(text(statement))
        made = session.scalar(text("SELECT nextval(pg_get_serial_sequence('student', 'id'))"))

    assert made > 1_000_000


def test_links_within_the_runbooks_lead_somewhere() -> None:
    pages = {"runbooks.md": anchors(RUNBOOKS), "operations.md": anchors(OPERATIONS)}

    for page in (RUNBOOKS, OPERATIONS):
        for name, anchor in re.findall(r"\((runbooks\.md|operations\.md)#([\w-]+)\)", page):
            assert anchor in pages[name], f"{name}#{anchor}"


def test_a_runbooks_names_of_parameters_and_outputs_are_the_templates() -> None:
    templates = read_templates()

    for stack, output in re.findall(r"\$\(output (\w+) (\w+)\)", RUNBOOKS):
        assert output in templates[stack]["Outputs"], f"{stack}.{output}"
