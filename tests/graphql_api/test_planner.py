"""The planner at its edges: what random queries once found, made small."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import get_named_type, is_leaf_type

from graphql_api.root import make_schema
from infra_cfn.local.postgres.server import Server
from tests.graphql_api.answers import COMPILED, RefusedError
from tests.graphql_api.random_world import ADMIN, World, world
from tests.graphql_api.reference import Operation

SCHEMA = make_schema()._schema


@pytest.fixture(scope="module")
def records(postgres: Server, seeded: str) -> Iterator[World]:
    with world(postgres, seeded) as made:
        yield made


QUERIES: list[tuple[str, dict[str, Any]]] = [
    # The terms of a transcript, and what stands in them.
    (
        "{ students(last: 6) { nodes { transcript { terms { gpa creditsAttempted creditsEarned"
        " academicSession { title } courses { code credits score grade { label } section { code"
        " enrollmentCount } course { sectionCount sections(first: 1) { nodes { code } } } } } } }"
        " } }",
        {},
    ),
    # Nothing is left to select.
    ("{ studentCount @skip(if: true) }", {}),
    ("{ viewer { role @skip(if: true) } students { nodes @skip(if: true) { id } } }", {}),
    # A page of which no row is read, with many rows and with none.
    ("{ students { pageInfo { hasPreviousPage } } }", {}),
    ("{ students(last: 2) { pageInfo { __typename hasNextPage } } }", {}),
    ("{ students(where: {or: []}) { pageInfo { hasPreviousPage } } }", {}),
    ("{ students { totalCount { __typename } } }", {}),
    ('{ students(after: "bm9wZQ==") { totalCount { value } } }', {}),
    # A sort key that comes again.
    (
        "{ students(orderBy: [{field: NAME}, {field: STUDENT_NUMBER}, {field: NAME}])"
        " { nodes { id } } }",
        {},
    ),
    # Numbers that no grade level is.
    ("{ studentCount(where: {gradeLevel: {lt: 40000}}) }", {}),
    ("{ studentCount(where: {gradeLevel: {in: [2147483647, -2147483648]}}) }", {}),
    ("query($n: Int) { studentCount(where: {gradeLevel: {gt: $n}}) }", {"n": -(2**31)}),
    # More ids than a list may hold.
    ("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["student_1"] * 100}),
    ("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["student_1"] * 101}),
    # No key to look up by.
    ("query($id: ID) { student(by: {id: $id}) { id } }", {}),
    ("query($id: ID) { student(by: {id: $id}) { id } }", {"id": None}),
    # Nothing, the beginning of every text, and the last character there is.
    ('{ studentCount(where: {name: {startsWith: ""}}) }', {}),
    ('{ studentCount(where: {name: {startsWith: "\U0010ffff"}}) }', {}),
    # Lists of what is no record, and an object in one.
    (
        "{ importJobs { nodes { issueGroups { __typename first { line message file } code }"
        " preview(first: 4) { nodes { key changes { field before after } } } } } }",
        {},
    ),
    # Null, where a default lets a variable stand that may be null.
    ('query($id: ID = "x") { nodes(ids: ["org_1", $id]) { id } }', {"id": None}),
    (
        "query($f: StudentOrderField = NAME) { students(orderBy: {field: $f}) { nodes { id } } }",
        {"f": None},
    ),
    ("query($on: Boolean = true) { studentCount @include(if: $on) viewer { role } }", {"on": None}),
    ("query($on: Boolean = true) { viewer { role @include(if: $on) } }", {"on": None}),
]


@pytest.mark.parametrize(("document", "variables"), QUERIES)
def test_an_edge_is_answered_as_plain_resolvers_do(
    records: World, document: str, variables: dict[str, Any]
) -> None:
    assert records.answers.disagreement(Operation(document, variables), ADMIN) is None


def _leaves(type_: Any) -> str:
    """Return a selection of every field of a type that is no object."""
    if "pageInfo" in type_.fields:
        return f"{{ nodes {_leaves(get_named_type(type_.fields['nodes'].type))} }}"
    named = ((name, get_named_type(field.type)) for name, field in type_.fields.items())
    leaves = [name for name, shown in named if is_leaf_type(shown)]
    return "{ " + " ".join(leaves or ["__typename"]) + " }"


def _every_field() -> Iterator[str]:
    """Yield queries that together ask for each field of each type below a root list."""
    for root, field in SCHEMA.query_type.fields.items():  # type: ignore[union-attr]
        connection: Any = get_named_type(field.type)
        if "pageInfo" not in getattr(connection, "fields", {}):
            continue
        yield f"{{ {root}(last: 40) {_leaves(connection)} }}"
        node: Any = get_named_type(connection.fields["nodes"].type)
        for name, inner in node.fields.items():
            shown: Any = get_named_type(inner.type)
            if not is_leaf_type(shown):
                size = "(first: 2)" if "first" in inner.args else ""
                selected = f"nodes {{ {name}{size} {_leaves(shown)} }}"
                yield f"{{ {root}(last: 40) {{ {selected} }} }}"


@pytest.mark.parametrize("document", list(_every_field()))
def test_every_field_is_answered_as_plain_resolvers_do(records: World, document: str) -> None:
    assert records.answers.disagreement(Operation(document, {}), ADMIN) is None


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        ("{ student(by: {}) { id } }", {}),
        ('{ student(by: {sourcedId: "student-1", id: "student_1"}) { id } }', {}),
        ("query($by: StudentBy!) { student(by: $by) { id } }", {"by": {}}),
        ("query($by: StudentBy!) { student(by: $by) { id } }", {"by": {"id": None}}),
    ],
)
def test_a_look_up_needs_exactly_one_key(
    records: World, document: str, variables: dict[str, Any]
) -> None:
    with pytest.raises(RefusedError):
        records.answers.disagreement(Operation(document, variables), ADMIN)


@pytest.mark.parametrize("name", ["IŞIK İpek", "ΠΑΠΑΔΟΠΟΥΛΟΣ ΝΙΚΟΣ", "zoë"])
def test_a_name_is_found_however_its_letters_change_their_case(records: World, name: str) -> None:
    document = "query($name: StringFilter) { students(where: {name: $name}) { nodes { id } } }"

    for asked in ({"eq": name}, {"in": [name]}, {"startsWith": name}):
        operation = Operation(document, {"name": asked})
        body = json.loads(records.answers.answer(COMPILED, operation, ADMIN).body)

        assert body["data"]["students"]["nodes"]


@pytest.mark.parametrize(
    ("order", "values"),
    [
        ("CAPACITY", ["12", 1]),
        ("CAPACITY", [True, 1]),
        ("CAPACITY", [1.5, 1]),
        ("CAPACITY", [-(2**31), 2**63]),
        ("CAPACITY", [2**40, 1]),
        ("CAPACITY", [None, 1]),
        ("TITLE", ["a\0b", 1]),
        ("TITLE", ["\ud800", 1]),
        ("TITLE", [7, 1]),
        ("TITLE", ["Biology"]),
        ("TITLE", ["Biology", 1, 1]),
    ],
)
def test_a_made_up_cursor_is_read_or_refused(records: World, order: str, values: list[Any]) -> None:
    document = f"query($c: String) {{ sections(after: $c, orderBy: {{field: {order}}}) {{ %s }} }}"
    first = Operation(document % "edges { cursor }", {})
    real = json.loads(records.answers.answer(COMPILED, first, ADMIN).body)
    tag, *_ = json.loads(base64.b64decode(real["data"]["sections"]["edges"][0]["cursor"]))
    cursor = base64.b64encode(json.dumps([tag, *values]).encode()).decode()

    for way in records.answers.ways:
        asked = Operation(document % "nodes { id }", {"c": cursor})
        body = json.loads(records.answers.answer(way, asked, ADMIN).body)

        codes = [error["extensions"]["code"] for error in body.get("errors", ())]
        assert codes in ([], ["BAD_USER_INPUT"])
