"""Whatever they ask, callers read the records they may see, and learn of no others."""

from typing import Any

import pytest

from tests.conftest import Database
from tests.graphql_api.askers import STUDENT, TABLES, an_id, ask, keys_of
from tests.graphql_api.conftest import Api
from tests.schema.school import School, make_school
from tests.schema.visible import ALL, VISIBLE

# Who may not see Cid, and so must not learn of him.
STRANGERS = sorted(who for who, tables in VISIBLE.items() if "cid" not in tables["student"])
COUNT = "query($where: StudentFilter) { studentCount(where: $where) }"


@pytest.fixture(scope="module")
def school(database: Database) -> School:
    with database.owner_session() as session:
        return make_school(session)


def names(school: School, table: str, ids: list[str]) -> set[str]:
    """Return whose rows ids are; rows of the demo are left out."""
    keys = (int(id_.rpartition("_")[2]) for id_ in ids)
    return {school.rows[table][key] for key in keys if key in school.rows[table]}


@pytest.mark.parametrize("who", VISIBLE)
def test_an_id_answers_to_those_who_may_see_its_record(api: Api, school: School, who: str) -> None:
    ids = {
        f"{table}_{key}": (table, owner)
        for table in TABLES
        for key, owner in school.rows[table].items()
    }
    nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    node = "query($id: ID!) { node(id: $id) { id } }"

    found = ask(api, school.caller(who), nodes, {"ids": list(ids)}).data["nodes"]

    for shown, (id_, (table, owner)) in zip(found, ids.items(), strict=True):
        expected = {"id": id_} if owner in VISIBLE[who][table] else None
        assert shown == expected
        assert ask(api, school.caller(who), node, {"id": id_}).data["node"] == expected


@pytest.mark.parametrize("who", VISIBLE)
def test_a_student_is_looked_up_by_those_who_may_see_them(
    api: Api, school: School, database: Database, who: str
) -> None:
    for owner in ALL:
        for field, value in keys_of(database, school, owner).items():
            found = ask(api, school.caller(who), STUDENT, {"by": {field: value}}).data["student"]
            assert (found is not None) == (owner in VISIBLE[who]["student"])


@pytest.mark.parametrize("who", VISIBLE)
@pytest.mark.parametrize("list_", ["students", "importJobs", "reportJobs"])
def test_a_list_and_its_count_hold_what_the_caller_may_see(
    api: Api, school: School, who: str, list_: str
) -> None:
    table = {"students": "student", "importJobs": "import_job", "reportJobs": "report_job"}[list_]
    query = f"{{ {list_}(first: 100) {{ nodes {{ id }} totalCount {{ value }} }} studentCount }}"

    data = ask(api, school.caller(who), query).data

    ids = [node["id"] for node in data[list_]["nodes"]]
    assert names(school, table, ids) == VISIBLE[who][table]
    assert data[list_]["totalCount"]["value"] == len(ids)
    if table == "student":
        assert data["studentCount"] == len(ids)


@pytest.mark.parametrize("who", STRANGERS)
def test_a_filter_does_not_tell_of_a_student_whom_it_cannot_show(
    api: Api, school: School, database: Database, who: str
) -> None:
    caller = school.caller(who)
    cid = keys_of(database, school, "cid")
    seen = ask(api, caller, COUNT, {"where": None}).data["studentCount"]

    for field in ("studentNumber", "email"):
        for is_cid in ({field: {"eq": cid[field]}}, {field: {"in": [cid[field]]}}):
            for where, count in ((is_cid, 0), ({"not": is_cid}, seen)):
                assert ask(api, caller, COUNT, {"where": where}).data["studentCount"] == count


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("field", ["NAME", "STUDENT_NUMBER", "CREATED_AT"])
def test_another_callers_cursor_opens_no_door(
    api: Api, school: School, who: str, field: str
) -> None:
    page = (
        "query($c: String, $o: [StudentOrder!]) { students(first: 100, after: $c, orderBy: $o)"
        " { nodes { id } edges { cursor } totalCount { value } } }"
    )
    given: dict[str, Any] = {"o": [{"field": field}]}
    whole = ask(api, school.caller("admin"), page, given).data["students"]
    own = ask(api, school.caller(who), page, given).data["students"]

    for edge in whole["edges"][:: len(whole["edges"]) // 4]:
        from_there = given | {"c": edge["cursor"]}
        found = ask(api, school.caller(who), page, from_there).data["students"]

        # The place in the list is the stranger's; what is listed from there on is not.
        assert found["nodes"] == own["nodes"][len(own["nodes"]) - len(found["nodes"]) :]
        assert found["totalCount"] == own["totalCount"]


NESTED = """
query($id: ID!) {
  section(by: {id: $id}) {
    seatsTaken
    enrollments(first: 50) {
      totalCount { value }
      nodes { student { id holds { nodes { id } } enrollments { nodes { id } }
                        results { nodes { id } } } }
    }
  }
}
"""


@pytest.mark.parametrize("who", VISIBLE)
@pytest.mark.parametrize("whose", sorted(ALL))
def test_a_way_through_a_section_leads_to_the_same_students_and_records(
    api: Api, school: School, who: str, whose: str
) -> None:
    id_ = an_id(school, "section", whose)

    section = ask(api, school.caller(who), NESTED, {"id": id_}).data["section"]

    assert section["seatsTaken"] == 1  # how full a section is, everybody may know
    found = section["enrollments"]["nodes"]
    seen = VISIBLE[who]
    assert section["enrollments"]["totalCount"]["value"] == len(found)
    assert len(found) == (whose in seen["enrollment"])
    for student in (place["student"] for place in found):
        assert names(school, "student", [student["id"]]) == {whose}
        for list_, table in (
            ("holds", "hold"),
            ("enrollments", "enrollment"),
            ("results", "result"),
        ):
            ids = [node["id"] for node in student[list_]["nodes"]]
            assert names(school, table, ids) == seen[table] & {whose}
