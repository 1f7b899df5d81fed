"""The console in an operator's hands: a file goes in, and what the page says is read back."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from tests.browser.conftest import Visitor

IMPORT_WITHIN = 60_000  # milliseconds
HEADER = ("student_number", "given_name", "family_name", "email", "school")
SCHOOL = "Riverside High School"


def students_csv(path: Path, rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    """Write a file of students."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def student(number: str, given: str = "Zoë", family: str = "García", mail: str = "") -> list[str]:
    """Return a row of such a file."""
    return [number, given, family, mail or f"{number.lower()}@example.org", SCHOOL]


def choose(page: Page, path: Path, *, at_once: bool = False, whole: bool = False) -> None:
    """Upload a file, with what is wished for it."""
    expect(page.get_by_role("heading", name="Import a file")).to_be_visible()
    page.get_by_label("Apply at once").set_checked(at_once)
    page.get_by_label("It is the whole list").set_checked(whole)
    page.locator("#upload input[type=file]").set_input_files(path)


def open_file(visitor: Visitor, path: Path, **wishes: bool) -> None:
    """Open the console and upload a file."""
    visitor.open("/console")
    choose(visitor.page, path, **wishes)


def import_at_once(visitor: Visitor, path: Path) -> None:
    """Upload a file whose every row is good, and have it applied."""
    open_file(visitor, path, at_once=True)
    expect_state(visitor.page, "Done")


def expect_state(page: Page, state: str) -> None:
    expect(page.locator("#job .state")).to_have_text(state, timeout=IMPORT_WITHIN)


def counts(page: Page) -> dict[str, str]:
    """Return the numbers on the page by what they are called."""
    tiles = page.locator("#job .tile")
    names, numbers = tiles.locator("dt").all_inner_texts(), tiles.locator("dd").all_inner_texts()
    return dict(zip(names, numbers, strict=True))


def button(page: Page, name: str) -> Locator:
    """Return a button of the import that is looked at."""
    return page.locator("#job").get_by_role("button", name=name, exact=True)


def answer(page: Page, choice: str) -> None:
    """Answer the question that the page asks."""
    page.get_by_role("dialog").get_by_role("button", name=choice, exact=True).click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def ask(visitor: Visitor, query: str, variables: dict[str, Any] | None = None) -> Any:
    """Ask the API as an admin, who works on the records meanwhile."""
    reply = visitor.context.request.post(
        visitor.system.origin + "/graphql",
        data={"query": query, "variables": variables or {}},
        headers={"Authorization": f"Bearer {visitor.system.token('admin')}"},
    )
    return reply.json()["data"]


def hold_answer(page: Page, query: str) -> Callable[[], None]:
    """Have a page get one answer to a query again and again; return what ends that."""
    held: list[APIResponse] = []

    def answer_again(route: Route) -> None:
        if query not in (route.request.post_data or ""):
            return route.fallback()
        held[:] = held or [route.fetch()]
        return route.fulfill(response=held[0])

    page.route("**/graphql", answer_again)
    with page.expect_response(lambda reply: query in (reply.request.post_data or "")):
        page.reload()
    return lambda: page.unroute("**/graphql")


def link_to(page: Page) -> str:
    """Return the address of what the page shows, for somebody who is not signed in yet."""
    return re.sub(r"as=\w+&", "", page.url)


def rename(visitor: Visitor, number: str, given_name: str) -> None:
    """Edit a student by hand."""
    found = ask(
        visitor,
        "query($n: String!) { student(by: {studentNumber: $n}) { id version } }",
        {"n": number},
    )["student"]
    done = ask(
        visitor,
        "mutation($i: StudentUpdateInput!)"
        " { studentUpdate(input: $i) { student { givenName } userErrors { message } } }",
        {"i": {"id": found["id"], "expectedVersion": found["version"], "givenName": given_name}},
    )
    assert done["studentUpdate"]["student"] == {"givenName": given_name}


def given_name(visitor: Visitor, number: str) -> str | None:
    """Return what a student is called now; nothing if there is none of this number."""
    query = "query($n: String!) { student(by: {studentNumber: $n}) { givenName } }"
    found = ask(visitor, query, {"n": number})["student"]
    name: str | None = found and found["givenName"]
    return name
