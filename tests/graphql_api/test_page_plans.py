"""A page of a large district costs what it shows: PostgreSQL's plans say so."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text

from graphql_api.execute import Executor
from graphql_api.planner.run import PreparedStatements, read, values_of
from graphql_api.root import make_schema
from schema.access.caller import Caller
from schema.access.roles import Role
from schema.database import make_engine
from tests.conftest import Database
from tests.factories import make_caller, make_course, make_org, make_term
from tests.graphql_api.planned import planned

Node = dict[str, Any]

# So many that all of one order's index is dear, and so few to a school that it looks cheap to
# read ten schools instead.
SCHOOLS, STUDENTS = 100, 50_000
BY_NAME = "student_sort_name_id_org_id_idx"
ADD_SCHOOLS = (
    "INSERT INTO org (name, type, parent_id)"
    " SELECT i, 'school', :district FROM generate_series(1, :many) i"
)
# School by school, as they are imported; names know nothing of schools.
ADD_STUDENTS = (
    "INSERT INTO student (org_id, student_number, given_name, family_name, grade_level)"
    " SELECT school.id, concat(school.id, '.', i), 'Ada', md5(concat(school.id, '.', i)), i % 13"
    " FROM org school, generate_series(1, :each) i WHERE school.parent_id = :district"
    " ORDER BY school.id"
)
# Of each school as many sections, and of each student an enrollment, again school by school.
SECTIONS = 20  # of a school
ADD_SECTIONS = (
    "INSERT INTO section (org_id, course_id, academic_session_id, code, title, capacity)"
    " SELECT school.id, :course, :term, md5(concat(school.id, '.', i)), 'Algebra', 1000"
    " FROM org school, generate_series(1, :each) i WHERE school.parent_id = :district"
    " ORDER BY school.id"
)
ADD_ENROLLMENTS = (
    "INSERT INTO enrollment (student_id, section_id, org_id, state)"
    " SELECT student.id, section.id, section.org_id, 'active' FROM student"
    " JOIN (SELECT org_id, min(id) AS id FROM section GROUP BY org_id) AS section USING (org_id)"
    " ORDER BY student.id"
)
PAGE = """query Page($after: String, $order: StudentOrderField!) {
  students(
    first: 50
    after: $after
    where: { gradeLevel: { gte: 10 }, status: { eq: ACTIVE } }
    orderBy: [{ field: $order }]
  ) {
    nodes { studentNumber name gradeLevel }
    pageInfo { endCursor }
  }
}"""
ENROLLMENTS = """{
  enrollments(first: 50, where: { state: { eq: ACTIVE } }) {
    nodes { id state }
  }
}"""
SECTIONS_PAGE = "{ sections(first: 50) { nodes { code title } } }"


@dataclass(frozen=True)
class District:
    """A district with many schools, and who asks for its students."""

    url: str = field(repr=False)
    callers: dict[str, Caller]

    def page(self, who: str, order: str, after: str | None = None) -> tuple[Node, list[Node]]:
        """Return a page, and the nodes of the plan that the API's own login runs it by."""
        asking = {"order": order} | ({"after": after} if after else {})
        data, plan = self.asked(who, PAGE, asking)
        return data["students"], plan

    def asked(self, who: str, document: str, asking: Node | None = None) -> tuple[Node, list[Node]]:
        """Return an answer, and the nodes of its plan."""
        statement, asked = planned(Executor(make_schema()._schema), document, asking or {})
        caller, prepared = self.callers[who], PreparedStatements()
        values = values_of(statement, asked.variables, caller)
        engine = make_engine(self.url)
        with closing(engine.raw_connection()) as connection, connection.cursor() as cursor:
            answer = read(cursor, statement, values, caller, prepared)
            _, again = prepared.call(statement, caller.role.database_role)
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {again}", values)
            ((explained,),) = cursor.fetchall()
        engine.dispose()
        return json.loads(answer), list(nodes(explained[0]["Plan"]))


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.get("Plans", []):
        yield from nodes(child)


@pytest.fixture(scope="module")
def district(empty_database: Database) -> District:
    with empty_database.owner_session() as session:
        top = make_org(session)
        session.execute(text(ADD_SCHOOLS), {"district": top.id, "many": SCHOOLS - 1})
        small = make_org(session, top)
        session.execute(text(ADD_STUDENTS), {"district": top.id, "each": STUDENTS // SCHOOLS})
        of = {"course": make_course(session, top).id, "term": make_term(session).id}
        session.execute(text(ADD_SECTIONS), {"district": top.id, "each": SECTIONS} | of)
        session.execute(text(ADD_ENROLLMENTS))
        callers = {
            "registrar of the district": make_caller(session, Role.REGISTRAR, org=top),
            "registrar of one school": make_caller(session, Role.REGISTRAR, org=small),
            "admin": make_caller(session, Role.ADMIN),
        }
    with empty_database.owner_engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("VACUUM ANALYZE org, student, section, enrollment"))
    return District(empty_database.api_url, callers)


@pytest.mark.parametrize("who", ["registrar of the district", "admin"])
def test_a_page_by_name_reads_its_own_students_and_those_filtered_out_between_them(
    district: District, who: str
) -> None:
    first, plan_of_first = district.page(who, "NAME")
    second, plan_of_second = district.page(who, "NAME", first["pageInfo"]["endCursor"])

    assert len(first["nodes"]) == len(second["nodes"]) == 50
    for plan in (plan_of_first, plan_of_second):
        (walk,) = (node for node in plan if node.get("Relation Name") == "student")
        assert walk["Index Name"] == BY_NAME
        # A quarter of the students are in these grades.
        assert walk["Rows Removed by Filter"] < 50 * 13


def test_the_students_of_other_schools_are_passed_by_without_reading_them(
    district: District,
) -> None:
    page, plan = district.page("registrar of one school", "NAME")

    (read,) = (node for node in plan if node.get("Relation Name") == "student")
    assert 0 < len(page["nodes"]) < STUDENTS / SCHOOLS
    assert "org_id = ANY" in read["Index Cond"]
    assert read["Rows Removed by Filter"] < STUDENTS / SCHOOLS


@pytest.mark.parametrize("who", ["registrar of the district", "admin"])
def test_a_page_in_an_order_without_an_index_keeps_no_more_than_its_rows(
    district: District, who: str
) -> None:
    _, plan = district.page(who, "CREATED_AT")

    # What sorts the students, and not the few of the page, is below everything else.
    *_, sort = (node for node in plan if node["Node Type"] == "Sort")
    assert sort["Sort Method"] == "top-N heapsort"


def test_the_enrollments_of_other_schools_are_passed_by_without_reading_them(
    district: District,
) -> None:
    answer, plan = district.asked("registrar of one school", ENROLLMENTS)

    (walk,) = (node for node in plan if node.get("Relation Name") == "enrollment")
    assert len(answer["enrollments"]["nodes"]) == 50
    assert walk["Index Name"] == "enrollment_id_org_id_idx"
    assert "org_id = ANY" in walk["Index Cond"]
    assert walk["Rows Removed by Filter"] == 0


@pytest.mark.parametrize("who", ["registrar of the district", "registrar of one school", "admin"])
def test_a_page_of_sections_reads_no_more_than_it_shows(district: District, who: str) -> None:
    answer, plan = district.asked(who, SECTIONS_PAGE)

    (walk,) = (node for node in plan if node.get("Relation Name") == "section")
    assert len(answer["sections"]["nodes"]) == 50
    assert walk["Index Name"] == "section_code_id_idx"
    assert walk["Actual Rows"] == 51
