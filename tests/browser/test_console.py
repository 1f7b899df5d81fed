"""The console: an operator brings a file in, sees what became of it, takes a roster out."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

ROWS, BAD_ROWS = 300, 60
IMPORT_WITHIN = 60_000  # milliseconds


@pytest.fixture
def students_file(tmp_path: Path) -> Path:
    """Students of whom every fifth has an address that is none."""
    path = tmp_path / "november.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["student_number", "given_name", "family_name", "email", "school"])
        for number in range(ROWS):
            mail = f"n{number}@example.org" if number % 5 else f"n{number}.example.org"
            name = ("Zoë", "=García") if number == 0 else ("Zoë", f"García {number}")
            writer.writerow([f"N{number:06}", *name, mail, "Riverside High School"])
    return path


def choose(page: Page, path: Path) -> None:
    expect(page.get_by_role("heading", name="Import students")).to_be_visible()
    page.locator("#upload input[type=file]").set_input_files(path)


def counts(page: Page) -> dict[str, str]:
    tiles = page.locator("#job .tile")
    names, numbers = tiles.locator("dt").all_inner_texts(), tiles.locator("dd").all_inner_texts()
    return dict(zip(names, numbers, strict=True))


def expect_state(page: Page, state: str) -> None:
    expect(page.locator("#job .state")).to_have_text(state, timeout=IMPORT_WITHIN)


@pytest.mark.parametrize("path", ["/console", "/prod/console"])
def test_good_rows_land_and_bad_rows_are_explained(
    visitor: Visitor, students_file: Path, path: str
) -> None:
    page = visitor.page
    visitor.open(path)
    visitor.keep_screenshot("before")

    choose(page, students_file)

    expect(page.get_by_role("heading", name="november.csv")).to_be_focused()
    expect_state(page, "Done, rows to mend")
    assert counts(page)["Rejected"] == str(BAD_ROWS)
    landed = int(counts(page)["New"]) + int(counts(page)["Same as before"])
    assert landed == ROWS - BAD_ROWS
    first = page.locator("#job .issues tbody tr").first
    expect(first.locator("td").nth(0)).to_have_text("2")
    expect(first.locator("td").nth(1)).to_have_text("email")
    expect(first.locator("td").nth(2)).to_have_text("n0.example.org")
    expect(first.locator("td").nth(3)).to_contain_text("is not an e-mail address")
    expect(page.locator("#imports tbody tr").first).to_contain_text("november.csv")


def test_bad_rows_are_paged_and_downloaded(visitor: Visitor, students_file: Path) -> None:
    page = visitor.page
    visitor.open("/console")
    choose(page, students_file)
    expect_state(page, "Done, rows to mend")
    pages = page.get_by_role("navigation", name="Pages of rows to mend")

    expect(pages).to_contain_text("1 to 25 of 60")
    pages.get_by_role("button", name="Next").click()
    expect(pages).to_contain_text("26 to 50 of 60")
    pages.get_by_role("button", name="Next").click()
    expect(pages.get_by_role("button", name="Next")).to_be_disabled()
    expect(page.locator("#job .issues tbody tr")).to_have_count(10)
    pages.get_by_role("button", name="Previous").click()
    expect(pages).to_contain_text("26 to 50 of 60")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download as CSV").click()

    assert saved.value.suggested_filename == "november-rows-to-mend.csv"
    rows = list(csv.reader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig"))))
    assert rows[0] == ["line", "column", "value", "code", "message"]
    assert len(rows) == 1 + BAD_ROWS


def test_the_same_file_again_changes_nothing(visitor: Visitor, students_file: Path) -> None:
    page = visitor.page
    visitor.open("/console")
    choose(page, students_file)
    expect_state(page, "Done, rows to mend")

    choose(page, students_file)

    expect(page.locator("#job .tile.same dd")).to_have_text("240", timeout=IMPORT_WITHIN)
    assert counts(page)["New"] == "0"


@pytest.mark.parametrize("path", ["/console", "/prod/console"])
@pytest.mark.parametrize(
    ("title", "kind"), [("Students", "STUDENTS"), ("Name, e-mail and course", "LEGACY_STUDENTS")]
)
def test_a_template_is_imported_as_it_is(
    visitor: Visitor, tmp_path: Path, path: str, title: str, kind: str
) -> None:
    page = visitor.page
    visitor.open(path)
    with page.expect_download() as saved:
        page.locator("#upload").get_by_role("link", name=title).click()
    saved.value.save_as(tmp_path / saved.value.suggested_filename)

    page.locator("#upload select").select_option(kind)
    choose(page, tmp_path / saved.value.suggested_filename)

    expect_state(page, "Done")
    assert int(counts(page)["New"]) + int(counts(page)["Same as before"]) == 1


def test_a_picture_is_named_for_what_it_is(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    picture = tmp_path / "students.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    visitor.open("/console")

    choose(page, picture)

    expect_state(page, "Not usable")
    expect(page.locator("#job .sentence")).to_contain_text("PNG")
    expect(page.locator("#job .issues")).to_be_hidden()


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

    expect(page.get_by_role("heading", name="Import students")).to_be_visible()
    page.dispatch_event("#upload .drop", "drop", {"dataTransfer": dropped})

    expect_state(page, "Done")
    assert counts(page)["New"] == "1"


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
    expect(page.get_by_role("heading", name="Import students")).to_be_visible()

    page.dispatch_event("#upload .drop", "drop", {"dataTransfer": dropped})

    expect(page.locator("#upload [role=alert]")).to_have_text("One file at a time, please.")
    page.wait_for_timeout(300)
    assert not [text for text in asked if "importCreate" in text]


def test_an_import_is_looked_at_again(visitor: Visitor, students_file: Path) -> None:
    page = visitor.page
    visitor.open("/console")
    choose(page, students_file)
    expect_state(page, "Done, rows to mend")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#job")).to_be_hidden()

    page.locator("#imports tbody button").first.press("Enter")

    expect(page.get_by_role("heading", name="november.csv")).to_be_visible()
    expect(page.locator("#job .issues tbody tr")).to_have_count(25)


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
    expect(visitor.page.get_by_role("heading", name="Import students")).to_be_hidden()


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

    expect(visitor.page.get_by_role("heading", name="Import students")).to_be_visible()
    expect(visitor.page.locator(".bearer")).to_have_text(re.compile(r"operator for \d+ more"))


def test_a_token_the_api_refuses_is_said_to_be(visitor: Visitor) -> None:
    head, claims, _ = visitor.system.token("operator").split(".")

    visitor.open(f"/console?as=nobody#token={head}.{claims}.AAAA")

    expect(visitor.page.locator(".bearer")).to_contain_text("does not accept this token")
    expect(visitor.page.get_by_role("heading", name="Sign in again")).to_be_visible()
    # The browser notes each answer that is a refusal.
    visitor.troubles[:] = [text for text in visitor.troubles if "401" not in text]


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1440), ("light", 400)])
def test_it_fits_the_eyes_and_the_screen(visitor: Visitor, scheme: str, width: int) -> None:
    visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.open("/console")
    expect(visitor.page.get_by_role("heading", name="Import students")).to_be_visible()

    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert visitor.page.evaluate(overflow) == 0
