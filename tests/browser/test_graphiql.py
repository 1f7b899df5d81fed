"""GraphiQL: a newcomer opens it and every example answers."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor


def run(visitor: Visitor, tab: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run the example of a tab, and return what was asked and what came back."""
    page = visitor.page
    page.get_by_role("tablist").get_by_role("button", name=tab, exact=True).click()
    with page.expect_response(re.compile("/graphql$")) as asked:
        page.get_by_role("button", name=re.compile("Execute query")).click()
    answer = asked.value
    assert answer.status == 200
    return json.loads(answer.request.post_data or ""), answer.json()


def open_graphiql(visitor: Visitor, path: str = "/graphiql") -> None:
    with visitor.page.expect_response(re.compile("/graphql$")) as introspection:
        visitor.open(path)
    assert introspection.value.status == 200
    expect(visitor.page.locator(".graphiql-query-editor .view-line").first).to_be_visible()


@pytest.mark.parametrize("path", ["/graphiql", "/prod/graphiql"])
def test_every_example_answers(visitor: Visitor, path: str) -> None:
    open_graphiql(visitor, path)

    _, students = run(visitor, "Students")
    page = students["data"]["students"]
    assert len(page["nodes"]) == 10
    assert page["totalCount"] == {"value": pytest.approx(50, abs=15), "exact": True}
    visitor.keep_screenshot("students")

    _, one = run(visitor, "OneStudent")
    student = one["data"]["student"]
    assert student["studentNumber"] == "S100001"
    assert len(student["enrollments"]["nodes"]) > 3
    assert len(student["results"]["nodes"]) > 3
    visitor.keep_screenshot("one-student")

    _, sections = run(visitor, "Sections")
    courses = {course["code"]: course for course in sections["data"]["courses"]["nodes"]}
    assert set(courses) == {"BIO-101", "CS-101"}
    assert courses["BIO-101"]["sections"]["nodes"]

    asked, enrolled = run(visitor, "Enroll")
    assert asked["variables"]["input"]["studentId"] == "student_2"
    codes = [error["code"] for error in enrolled["data"]["enroll"]["userErrors"]]
    # The second once the demo's present, the fall of 2026, is over.
    assert codes in (["SECTION_FULL"], ["DEADLINE_PASSED"])
    visitor.keep_screenshot("enroll")

    _, imports = run(visitor, "ImportJobs")
    assert "nodes" in imports["data"]["importJobs"]


def test_the_first_example_keeps_its_variables(visitor: Visitor) -> None:
    open_graphiql(visitor)

    asked, _ = run(visitor, "Students")

    assert asked["variables"]["where"] == {"status": {"eq": "ACTIVE"}, "gradeLevel": {"gte": 9}}


def test_the_explorer_offers_the_schema(visitor: Visitor) -> None:
    open_graphiql(visitor)

    visitor.page.get_by_role("button", name=re.compile("GraphiQL Explorer")).click()

    expect(visitor.page.get_by_text("studentCount")).to_be_visible()


def test_another_role_sees_its_own_part(visitor: Visitor) -> None:
    open_graphiql(visitor)
    visitor.page.get_by_role("button", name="Change role").click()
    visitor.page.get_by_role("link", name="student", exact=True).click()
    expect(visitor.page.locator(".role")).to_have_text("student")

    _, students = run(visitor, "Students")

    numbers = [student["studentNumber"] for student in students["data"]["students"]["nodes"]]
    assert numbers == ["S100001"]


def test_without_a_token_it_asks_for_one(visitor: Visitor) -> None:
    visitor.open("/graphiql?as=nobody")
    field = visitor.page.get_by_label("Access token")
    field.fill("nonsense")
    field.press("Enter")
    expect(visitor.page.get_by_role("alert")).to_contain_text("This is not an access token")

    field.fill(f"Bearer {visitor.system.token('teacher')}")
    field.press("Enter")

    expect(visitor.page.locator(".role")).to_have_text("teacher")
    expect(visitor.page.get_by_role("button", name="Students", exact=True)).to_be_visible()


def test_a_token_does_not_stay_in_the_address(visitor: Visitor) -> None:
    open_graphiql(visitor)

    assert "token" not in visitor.page.url
