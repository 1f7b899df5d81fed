"""What can be imported and reported, as the API describes it: nothing but the declarations."""

import csv
import io
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from graphql_api.compose import make_handler
from infra_cfn.local.postgres.server import Server
from schema.access.roles import PERMISSIONS, Permission, Role
from schema.formats import FORMATS
from schema.reports import REPORTS
from tests.graphql_api.conftest import Api, settings_for
from tests.graphql_api.random_world import ADMIN, World, world
from tests.graphql_api.reference import Operation

IMPORT_FORMATS = """{
  importFormats {
    name title description isArchive ignores
    files {
      name entities ignores needs keys example template
      columns { name aliases description type required values refersTo example }
    }
  }
}"""
REPORTS_ASKED = """{
  reports { name title description formats parameters { name type required description } }
}"""


@pytest.fixture(scope="module")
def records(postgres: Server, seeded: str) -> Iterator[World]:
    with world(postgres, seeded) as made:
        yield made


@pytest.fixture
def without_records() -> Api:
    """The API where no database answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return Api(make_handler(settings_for(f"postgresql://nobody:x@127.0.0.1:{port}/none")))


def test_formats_are_described_whole(api: Api) -> None:
    formats = api(IMPORT_FORMATS, role=Role.OPERATOR).data["importFormats"]

    assert [each["name"] for each in formats] == [name.name for name in FORMATS]
    [students] = formats[0]["files"]
    assert students["needs"] == [["sourced_id", "student_number"], ["given_name", "name"]]
    columns = {column["name"]: column for column in students["columns"]}
    assert columns["school"] == {
        "name": "school",
        "aliases": columns["school"]["aliases"],
        "description": "The school, by its name or id; not needed by who has a single one.",
        "type": "REFERENCE",
        "required": False,
        "values": [],
        "refersTo": "ORG",
        "example": "Riverside High School",
    }
    assert "schoolSourcedId" in columns["school"]["aliases"]
    assert columns["birth_date"]["type"] == "DATE"


def test_a_template_begins_with_the_example(api: Api) -> None:
    formats = api(IMPORT_FORMATS, role=Role.OPERATOR).data["importFormats"]

    for name, file in ((each["name"], file) for each in formats for file in each["files"]):
        header, *rows = csv.reader(io.StringIO(file["template"]))
        assert ",".join(header) == file["example"]
        if name.startswith("ONEROSTER"):  # rows that fit each other, in the standard's columns
            assert {len(row) for row in rows} == {len(header)}
            continue
        examples = {column["name"]: column["example"] for column in file["columns"]}
        assert rows == [[examples[column] for column in header]]


def test_a_format_is_imported_by_the_name_it_is_described_under(api: Api) -> None:
    create = """mutation($input: ImportCreateInput!) {
      importCreate(input: $input) { importJob { format } userErrors { message } }
    }"""
    named = api("{ importFormats { name } }", role=Role.OPERATOR).data["importFormats"]

    for each in named:
        input = {"fileName": "a.csv", "format": each["name"]}
        made = api(create, {"input": input}, role=Role.OPERATOR).data["importCreate"]
        assert made["userErrors"] == []
        assert made["importJob"]["format"] in list(FORMATS)


def test_reports_are_described_and_can_be_asked_for(api: Api) -> None:
    start = """mutation($input: ReportStartInput!) {
      reportStart(input: $input) { reportJob { report } userErrors { message } }
    }"""
    reports = api(REPORTS_ASKED, role=Role.REGISTRAR).data["reports"]

    assert [each["name"] for each in reports] == [name.name for name in REPORTS]
    assert reports[0] == {
        "name": "ROSTER",
        "title": "Roster",
        "description": "Every student you may see, once for each section they have a seat in.",
        "formats": ["CSV"],
        "parameters": [],
    }
    for each in reports:
        made = api(start, {"input": {"report": each["name"]}}).data["reportStart"]
        assert made == {"reportJob": {"report": each["name"]}, "userErrors": []}


@pytest.mark.parametrize("role", Role)
def test_who_may_not_import_or_report_has_nothing_to_choose_from(api: Api, role: Role) -> None:
    answer = api("{ importFormats { name } reports { name } }", role=role).data

    assert bool(answer["importFormats"]) == (Permission.IMPORT in PERMISSIONS[role])
    assert bool(answer["reports"]) == (Permission.REPORT in PERMISSIONS[role])


def test_they_are_known_while_no_database_answers(without_records: Api) -> None:
    both = "{ importFormats { files { columns { name } } } reports { name } }"
    beside = "{ systemHealth { status } reports { name formats } }"  # answered by graphql-core

    known = without_records(both, role=Role.ADMIN).data
    fallen_back = without_records(beside, role=Role.ADMIN).data

    assert len(known["importFormats"]) == len(FORMATS)
    assert fallen_back == {
        "systemHealth": {"status": "DOWN"},
        "reports": [{"name": name.name, "formats": ["CSV"]} for name in REPORTS],
    }


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        (IMPORT_FORMATS, {}),
        (REPORTS_ASKED, {}),
        ("{ importFormats { __typename files { __typename columns { __typename } } } }", {}),
        ("{ a: reports { b: name } c: reports { d: formats e: formats } }", {}),
        ("{ importFormats { files { name @skip(if: true) } title @include(if: false) } }", {}),
        (
            "query($on: Boolean!) { ...F reports { name } studentCount } fragment F on Query"
            " { reports { ... on Report { title @include(if: $on) } } importFormats { name } }",
            {"on": True},
        ),
    ],
)
def test_they_are_answered_as_plain_resolvers_do(
    records: World, document: str, variables: dict[str, Any]
) -> None:
    assert records.answers.disagreement(Operation(document, variables), ADMIN) is None
