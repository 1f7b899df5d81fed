"""GraphiQL: a newcomer opens it and every example answers."""

import json
import re
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Response, expect

from tests.browser.conftest import Visitor


def open_tab(visitor: Visitor, name: str) -> None:
    tabs = visitor.page.get_by_role("tablist")
    tabs.get_by_role("button", name=name, exact=True).click()


def run(visitor: Visitor) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run the open tab, and return what was asked and what came back."""
    # Beside the page, so that it works below the gateway's stage.
    api = urljoin(visitor.page.url, "graphql")
    with visitor.page.expect_response(lambda a: a.url == api and not introspects(a)) as asked:
        visitor.page.get_by_role("button", name=re.compile("Execute query")).click()
    answer = asked.value
    assert answer.status == 200
    return json.loads(answer.request.post_data or ""), answer.json()


def introspects(answer: Response) -> bool:
    """Say whether it is the schema, which the page asks for by itself."""
    return "IntrospectionQuery" in (answer.request.post_data or "")


def open_graphiql(visitor: Visitor, path: str = "/graphiql") -> None:
    with visitor.page.expect_response(re.compile("/graphql$")) as introspection:
        visitor.open(path)
    assert introspection.value.status == 200
    expect(visitor.page.locator(".graphiql-query-editor .view-line").first).to_be_visible()


@pytest.mark.parametrize("path", ["/graphiql", "/prod/graphiql"])
def test_every_example_answers(visitor: Visitor, path: str) -> None:
    open_graphiql(visitor, path)

    _, students = run(visitor)
    page = students["data"]["students"]
    assert len(page["nodes"]) == 10
    assert page["totalCount"] == {"value": pytest.approx(50, abs=15), "exact": True}
    visitor.keep_screenshot("students")

    open_tab(visitor, "OneStudent")
    _, one = run(visitor)
    student = one["data"]["student"]
    assert student["studentNumber"] == "S100001"
    assert len(student["enrollments"]["nodes"]) > 3
    assert len(student["results"]["nodes"]) > 3
    visitor.keep_screenshot("one-student")

    open_tab(visitor, "Sections")
    _, sections = run(visitor)
    courses = {course["code"]: course for course in sections["data"]["courses"]["nodes"]}
    assert set(courses) == {"BIO-101", "CS-101"}
    assert courses["BIO-101"]["sections"]["nodes"]

    open_tab(visitor, "Enroll")
    asked, enrolled = run(visitor)
    assert asked["variables"]["input"]["studentId"] == "student_2"
    codes = [error["code"] for error in enrolled["data"]["enroll"]["userErrors"]]
    # The second once the demo's present, the fall of 2026, is over.
    assert codes in (["SECTION_FULL"], ["DEADLINE_PASSED"])
    visitor.keep_screenshot("enroll")

    open_tab(visitor, "ImportJobs")
    _, imports = run(visitor)
    assert "nodes" in imports["data"]["importJobs"]


def test_the_first_example_keeps_its_variables(visitor: Visitor) -> None:
    open_graphiql(visitor)

    asked, _ = run(visitor)

    assert asked["variables"]["where"] == {"status": {"eq": "ACTIVE"}, "gradeLevel": {"gte": 9}}


def test_a_reload_keeps_the_tabs_as_they_were(visitor: Visitor) -> None:
    open_graphiql(visitor)
    open_tab(visitor, "OneStudent")
    before, _ = run(visitor)
    visitor.page.wait_for_timeout(1000)  # GraphiQL stores them half a second after a change

    with visitor.page.expect_response(re.compile("/graphql$")):
        visitor.page.reload()
    expect(visitor.page.locator(".graphiql-query-editor .view-line").first).to_be_visible()
    after, _ = run(visitor)

    assert (after["query"], after["variables"]) == (before["query"], before["variables"])
    expect(visitor.page.get_by_role("tablist").get_by_role("tab")).to_have_count(5)


def test_a_tab_is_run_in_the_moment_it_is_chosen(visitor: Visitor) -> None:
    open_graphiql(visitor)
    run(visitor)  # by when GraphiQL knows the name of the first tab's operation

    with visitor.page.expect_response(re.compile("/graphql$")) as asked:
        visitor.page.evaluate(
            """() => {
                const buttons = [...document.querySelectorAll("button")];
                buttons.find((button) => button.textContent === "OneStudent").click();
                buttons.find((button) => /^Execute/.test(button.ariaLabel)).click();
            }"""
        )

    assert asked.value.status == 200
    assert asked.value.json()["data"]["student"]["studentNumber"] == "S100001"


def test_the_explorer_offers_the_schema(visitor: Visitor) -> None:
    open_graphiql(visitor)

    visitor.page.get_by_role("button", name=re.compile("GraphiQL Explorer")).click()

    expect(visitor.page.get_by_text("studentCount").first).to_be_visible()


def test_another_role_sees_its_own_part(visitor: Visitor) -> None:
    open_graphiql(visitor)
    visitor.page.get_by_role("button", name="Change role").click()
    visitor.page.get_by_role("link", name="student", exact=True).click()
    expect(visitor.page.locator(".role")).to_have_text("student")

    _, students = run(visitor)

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
