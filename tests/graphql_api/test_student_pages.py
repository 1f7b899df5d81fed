"""Pages of students: each one once, and cursors that belong to their order."""

import pytest

from tests.graphql_api.conftest import Api


def test_every_page_together_is_the_whole_list(api: Api) -> None:
    query = (
        "query($after: String) { students(first: 7, after: $after)"
        " { nodes { id } pageInfo { hasNextPage endCursor } } studentCount }"
    )
    seen, after, more = [], None, True
    while more:
        data = api(query, {"after": after}).data
        seen += [node["id"] for node in data["students"]["nodes"]]
        after, more = (data["students"]["pageInfo"][k] for k in ("endCursor", "hasNextPage"))

    assert len(seen) == len(set(seen)) == data["studentCount"] == 60


def test_a_page_from_the_end_ends_where_the_list_ends(api: Api) -> None:
    names = "{ students(%s) { nodes { name } pageInfo { hasPreviousPage hasNextPage } } }"
    whole = api(names % "first: 100").data["students"]["nodes"]

    end = api(names % "last: 5").data["students"]

    assert end["nodes"] == whole[-5:]
    assert end["pageInfo"] == {"hasPreviousPage": True, "hasNextPage": False}


@pytest.mark.parametrize("asked", ["first: 5", "last: 5", "first: 100", "last: 100"])
def test_a_page_begins_and_ends_with_the_cursors_of_its_first_and_last_row(
    api: Api, asked: str
) -> None:
    fields = "edges { cursor } pageInfo { startCursor endCursor }"

    page = api(f"{{ students({asked}) {{ {fields} }} }}").data["students"]

    cursors = [edge["cursor"] for edge in page["edges"]]
    assert page["pageInfo"] == {"startCursor": cursors[0], "endCursor": cursors[-1]}


def test_a_page_without_rows_begins_and_ends_nowhere(api: Api) -> None:
    nobody = '{ students(where: { studentNumber: { eq: "-" } })'

    answer = api(nobody + " { pageInfo { startCursor endCursor } } }")

    assert answer.data["students"]["pageInfo"] == {"startCursor": None, "endCursor": None}


def test_a_cursor_of_another_order_is_refused(api: Api) -> None:
    by_name = api("{ students(first: 1) { pageInfo { endCursor } } }").data
    cursor = by_name["students"]["pageInfo"]["endCursor"]

    answer = api(
        "query($c: String) { students(after: $c, orderBy: [{field: STUDENT_NUMBER}])"
        " { nodes { id } } }",
        {"c": cursor},
    )

    assert answer.code == "BAD_USER_INPUT"
    assert "This cursor does not belong to this list" in answer.message


@pytest.mark.parametrize("first", [0, 101, -1])
def test_a_page_size_out_of_range_is_refused(api: Api, first: int) -> None:
    answer = api("query($n: Int) { students(first: $n) { nodes { id } } }", {"n": first})

    assert answer.message == "`first` must be from 1 to 100."
