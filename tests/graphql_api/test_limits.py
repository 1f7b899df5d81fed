"""A request at a limit is answered; one over it is refused, with what to do about it."""

import json
from collections.abc import Callable

import pytest

from graphql_api.limits.cost import objects_in
from schema.access.roles import Role
from tests.graphql_api.conftest import Api

ROLE = "{ viewer { role } }"


def with_words(count: int) -> str:
    """Return a document of so many words and signs."""
    full = "{gradeLevel: {in: [" + "1 " * 250 + "]}} "
    document = "{ studentCount(where: {and: [" + full * 3 + "{gradeLevel: {in: [LAST]}}]}) }"
    return document.replace("LAST", "1 " * (count - 803))


def parents(count: int) -> str:
    return "{ org { " + "parent { " * count + "id" + " }" * count + " } }"


LIMITS: dict[str, tuple[int, Callable[[int], str], str]] = {
    "words": (1000, with_words, "more than 1000 words and signs"),
    "levels": (
        10,
        lambda n: f'{{ student(by: {{id: "student_1"}}) {parents(n - 2)} }}',
        "levels, more than 10, from `student` down to `parent`",
    ),
    "root fields": (20, lambda n: "{" + "studentCount " * n + "}", "root fields, more than 20"),
    "root fields of a fragment": (
        20,
        lambda n: "{ ...F } fragment F on Query {" + "studentCount " * n + "}",
        "root fields, more than 20",
    ),
    "aliases": (
        15,
        lambda n: "{ viewer {" + "".join(f"a{i}: role " for i in range(n)) + "} }",
        "aliases, more than 15, most of them in `viewer`",
    ),
    "directives": (
        20,
        lambda n: "{ viewer { " + "role @include(if: true) " * n + "} }",
        "directives, more than 20",
    ),
    "fields": (
        250,
        lambda n: "{ viewer {" + "role " * (n - 1) + "} }",
        "fields, more than 250, most of them in `viewer`",
    ),
    "items": (
        250,
        lambda n: "{ studentCount(where: {gradeLevel: {in: [" + "1 " * n + "]}}) }",
        "more than 250 items",
    ),
    "levels of an input": (
        20,
        lambda n: "{ studentCount(where: " + "{not: " * (n - 1) + "{}" + "}" * (n - 1) + ") }",
        "more than 20 levels",
    ),
    "bytes": (15_000, lambda n: ROLE + " " * (n - len(ROLE)), "over 15000 bytes"),
    "rows of a page": (
        100,
        lambda n: f"{{ students(first: {n}) {{ nodes {{ id }} }} }}",
        "`first` must be from 1 to 100",
    ),
    "objects": (
        5000,
        lambda n: (
            "{ students(first: 49) { nodes { enrollments(first: 100) { nodes { id } } } }"
            + "viewer { role } " * (n - 4999)
            + "}"
        ),
        "more than 5000, most in `students` → `enrollments`. A `first` of at most 99 would fit",
    ),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_what_is_at_a_limit_is_answered(api: Api, limit: str) -> None:
    most, document, _ = LIMITS[limit]

    answer = api(document(most))

    assert answer.status == 200
    assert "errors" not in answer.body


@pytest.mark.parametrize("limit", LIMITS)
def test_what_is_over_a_limit_is_refused(api: Api, limit: str) -> None:
    most, document, said = LIMITS[limit]

    answer = api(document(most + 1))

    assert said in answer.message
    assert len(answer.message) < 200
    assert answer.code in ("TOO_MUCH", "BAD_USER_INPUT")
    assert answer.status == (200 if "data" in answer.body else 400)


def test_a_body_is_answered_up_to_its_limit(api: Api) -> None:
    body = json.dumps({"query": ROLE})
    headers = api.signed(Role.REGISTRAR)

    at = api.send(body + " " * (100_000 - len(body)), headers)
    over = api.send(body + " " * (100_001 - len(body)), headers)

    assert at.status == 200
    assert (over.status, over.code) == (413, "BODY_TOO_LARGE")


@pytest.mark.parametrize(
    ("variable", "status", "said"),
    [
        ([1] * 250, 200, ""),
        ([1] * 251, 400, "Variable `$in` holds a list of more than 250 items."),
    ],
)
def test_a_list_in_a_variable_has_a_length(
    api: Api, variable: list[int], status: int, said: str
) -> None:
    query = "query($in: [Int!]) { studentCount(where: {gradeLevel: {in: $in}}) }"

    answer = api(query, {"in": variable})

    assert answer.status == status
    if said:
        assert said in answer.message


@pytest.mark.parametrize("levels", [21, 300, 900])
def test_a_variable_is_not_nested_deeply(api: Api, levels: int) -> None:
    nested = '{"not": ' * levels + "{}" + "}" * levels
    query = "query($where: StudentFilter) { studentCount(where: $where) }"
    body = f'{{"query": "{query}", "variables": {{"where": {nested}}}}}'

    answer = api.send(body, api.signed("registrar"))  # type: ignore[arg-type]

    assert answer.status == 400
    assert "nested" in answer.message or "more than 20 levels" in answer.message


def test_operations_come_one_at_a_time_where_nobody_explores(api: Api, explorer: Api) -> None:
    two = "query A { viewer { role } } query B { studentCount }"

    assert "2 operations, more than 1" in api(two, operation="A").message
    assert explorer(two, operation="A").data == {"viewer": {"role": "REGISTRAR"}}


def test_a_question_about_the_schema_is_15_levels_deep(explorer: Api) -> None:
    def deep(levels: int) -> str:
        inner = levels - 1
        return '{ __type(name: "Student") ' + "{ ofType " * inner + "{ name }" + "}" * inner + "}"

    assert explorer(deep(15)).status == 200
    assert "levels of the schema, more than 15" in explorer(deep(16)).message


def test_directives_count_wherever_they_stand(api: Api) -> None:
    answer = api(
        "query($on: Boolean = true) @skip(if: false) { viewer { ...F ...F } }"
        " fragment F on Viewer { " + "role @include(if: $on) " * 10 + "}"
    )

    assert "This has 21 directives, more than 20" in answer.message


def test_fragments_that_fan_out_are_weighed_once(api: Api) -> None:
    fan = "".join(f"fragment F{i} on Viewer {{ ...F{i + 1} ...F{i + 1} }}" for i in range(15))
    document = "{ viewer { ...F0 } }" + fan + "fragment F15 on Viewer { role }"

    answer = api(document)

    assert len(document) < 727
    assert "This has 32769 fields, more than 250, most of them in `viewer`" in answer.message


@pytest.mark.parametrize(
    "document",
    [
        "{ viewer { ...F } } fragment F on Viewer { ...G } fragment G on Viewer { ...F }",
        "{ ...F } fragment F on Query { student(by: {id: 1}) { org { parent { ...F } } } }",
        "{ ...Missing }",
        "{ viewer { ...F } } fragment F on Nothing { a }",
        "{ a" * 300 + " }" * 300,
    ],
)
def test_what_cannot_be_weighed_is_refused_as_well(api: Api, document: str) -> None:
    answer = api(document)

    assert answer.status == 400
    assert "INTERNAL" not in json.dumps(answer.body)


def test_a_list_in_a_list_in_a_list_is_told_how_to_shrink(api: Api) -> None:
    answer = api(
        "{students(first:100){nodes{enrollments(first:100){nodes{student{"
        "enrollments(first:100){nodes{id}}}}}}}}"
    )

    assert (answer.status, answer.code) == (400, "TOO_MUCH")
    assert answer.message == (
        "This could hold 1030201 objects, more than 5000, most in `students` → `enrollments` →"
        " `enrollments`. A `first` of at most 16 would fit, or send several requests."
    )
    assert answer.body["extensions"]["cost"]["requestedQueryCost"] == 1030201


def test_ids_are_counted_one_by_one(api: Api) -> None:
    query = """query($ids: [ID!]!) { nodes(ids: $ids) {
        ... on Student { enrollments(first: 50) { nodes { id } } } } }"""

    assert api(query, {"ids": ["student_1"] * 96}).status == 200
    assert api(query, {"ids": ["student_1"] * 97}).code == "TOO_MUCH"


def test_what_is_sent_as_a_list_is_counted_one_by_one(api: Api) -> None:
    query = """mutation($i: EnrollManyInput!) { enrollMany(input: $i) {
        outcomes { enrollment { id } userErrors { code } } userErrors { code } } }"""
    items = [{"studentId": "student_0", "sectionId": "section_0"}] * 20

    answer = api(query, {"i": {"items": items, "errorPolicy": "EACH", "dryRun": True}})

    # The payload and its errors, and twenty times the outcome, the enrollment and its errors.
    assert answer.body["extensions"]["cost"]["requestedQueryCost"] == 1 + 3 + 20 * (1 + 1 + 3)


def test_five_errors_of_two_hundred_characters_are_enough(api: Api) -> None:
    answer = api("{" + "".join(f"unknown{i}{'x' * 300} " for i in range(9)) + "}")

    errors = answer.body["errors"]
    assert len(errors) == 5
    assert max(len(error["message"]) for error in errors) == 200


def test_every_answer_says_what_it_costs(api: Api) -> None:
    answer = api("{ students(first: 3) { pageInfo { hasNextPage } nodes { id org { name } } } }")

    bucket = {"maximumAvailable": 5000, "currentlyAvailable": 5000, "restoreRate": 5000}
    assert answer.body["extensions"]["cost"] == {
        "requestedQueryCost": 8,
        "actualQueryCost": 8,
        "throttleStatus": bucket,
    }


def test_a_brace_in_a_text_is_no_object() -> None:
    assert objects_in('{"a":{"name":"{\\"b\\":1}"}}') == 1
