"""The console as a page: who it is for, how files come in, what it takes out."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.console import (
    IMPORT_WITHIN,
    choose,
    counts,
    expect_state,
    student,
    students_csv,
)


def test_a_picture_is_named_for_what_it_is(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    picture = tmp_path / "students.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    visitor.open("/console")

    choose(page, picture)

    expect_state(page, "Not usable")
    expect(page.locator("#job .sentence")).to_contain_text("PNG")
    expect(page.locator("#issues")).to_be_hidden()


def test_a_file_can_be_dropped(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/console")
    text = "name,email,course\nIda Dropped,ida.dropped@example.org,\n"
    dropped = page.evaluate_handle(
        """(text) => {
            const data = new DataTransfer();
            data.items.add(new File([text], "dropped.csv", { type: "text/csv" }));
            return data;
        }""",
        text,
    )

    expect(page.get_by_role("heading", name="Import a file")).to_be_visible()
    page.dispatch_event("#upload .drop", "drop", {"dataTransfer": dropped})

    expect_state(page, "Preview ready")
    assert counts(page)["To add"] == "1"


def test_what_looks_like_a_formula_is_downloaded_as_text(visitor: Visitor) -> None:
    visitor.open("/console")
    rows = [["=1+1", "+1", "-1", "@x", "\tx", 'say "x, y"', None, 7]]

    text = visitor.page.evaluate(
        "async (rows) => (await import('/console/csv.js')).csv(rows)", rows
    )

    assert text == '\ufeff\'=1+1,\'+1,\'-1,\'@x,\'\tx,"say ""x, y""",,7\r\n'


def test_several_files_at_once_are_declined(visitor: Visitor) -> None:
    page = visitor.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    visitor.open("/console")
    dropped = page.evaluate_handle(
        """() => {
            const data = new DataTransfer();
            for (const name of ["a.csv", "b.csv"]) data.items.add(new File(["x"], name));
            return data;
        }"""
    )
    expect(page.get_by_role("heading", name="Import a file")).to_be_visible()

    page.dispatch_event("#upload .drop", "drop", {"dataTransfer": dropped})

    expect(page.locator("#upload [role=alert]")).to_have_text("One file at a time, please.")
    page.wait_for_timeout(300)
    assert not [text for text in asked if "importCreate" in text]


def test_a_roster_is_made_and_downloaded(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/console")

    page.get_by_role("button", name="Make it: Roster").click()

    download = page.locator("#reports").get_by_role("link", name="Download").first
    expect(download).to_be_visible(timeout=IMPORT_WITHIN)
    with page.expect_download() as saved:
        download.click()
    rows = list(csv.reader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig"))))
    assert len(rows) > 50


def test_a_teacher_makes_reports_but_imports_nothing(visitor: Visitor) -> None:
    visitor.open("/console?role=teacher")

    expect(visitor.page.get_by_role("heading", name="Reports")).to_be_visible()
    expect(visitor.page.get_by_role("heading", name="Import a file")).to_be_hidden()


def test_a_student_is_told_where_to_look(visitor: Visitor) -> None:
    visitor.open("/console?role=student")

    expect(visitor.page.get_by_role("alert").first).to_contain_text("GraphiQL shows what you may")


def test_without_a_token_it_asks_for_one(visitor: Visitor) -> None:
    visitor.open("/console?as=nobody")
    field = visitor.page.get_by_label("Access token")
    expect(field).to_be_focused()
    field.fill("nonsense")
    field.press("Enter")
    expect(visitor.page.locator("#token-problem")).to_contain_text("This is not an access token")

    field.fill(visitor.system.token("operator"))
    field.press("Enter")

    expect(visitor.page.get_by_role("heading", name="Import a file")).to_be_visible()
    expect(visitor.page.locator(".bearer")).to_have_text(re.compile(r"operator for \d+ more"))


def test_a_token_the_api_refuses_is_said_to_be(visitor: Visitor) -> None:
    head, claims, _ = visitor.system.token("operator").split(".")

    visitor.open(f"/console?as=nobody#token={head}.{claims}.AAAA")

    expect(visitor.page.locator(".bearer")).to_contain_text("does not accept this token")
    expect(visitor.page.get_by_role("heading", name="Sign in again")).to_be_visible()
    # The browser notes each answer that is a refusal.
    visitor.troubles[:] = [text for text in visitor.troubles if "401" not in text]


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1440), ("light", 380)])
def test_it_fits_the_eyes_and_the_screen(
    visitor: Visitor, tmp_path: Path, scheme: str, width: int
) -> None:
    page = visitor.page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    visitor.open("/console")
    expect(page.get_by_role("heading", name="Import a file")).to_be_visible()
    assert page.evaluate(overflow) == 0

    rows = [student("A-" + "long" * 15), student("B", mail="no-" + "dress" * 30)]
    choose(page, students_csv(tmp_path / ("a-long-name" * 9 + ".csv"), rows))

    expect(page.locator("#issues tbody tr")).to_have_count(1)
    expect(page.locator("#changes tbody tr")).to_have_count(1)
    assert page.evaluate(overflow) == 0
