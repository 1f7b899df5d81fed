"""The console's main way: a file is looked at, applied, and taken back."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.console import (
    answer,
    button,
    choose,
    counts,
    expect_state,
    given_name,
    import_at_once,
    link_to,
    open_file,
    rename,
    student,
    students_csv,
)
from tests.ec2_batch.imports.oneroster import Size, make_set

ROWS, BAD_ROWS = 300, 60


@pytest.fixture
def students_file(tmp_path: Path) -> Path:
    """Students of whom every fifth has an address that is none."""
    rows = [
        student(
            f"N{n:06}",
            family=f"García {n}",
            mail=f"n{n}@example.org" if n % 5 else f"n{n}.example.org",
        )
        for n in range(ROWS)
    ]
    return students_csv(tmp_path / "november.csv", rows)


def test_nothing_is_written_before_somebody_has_looked(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    rows = [student("LOOK-1"), student("LOOK-2", mail="none")]
    header = ("Student Number", "First name", "family_name", "emial", "school", "Shoe size")
    file = students_csv(tmp_path / "look.csv", ([*row, "38"] for row in rows), header)

    open_file(visitor, file)

    expect_state(page, "Preview ready")
    assert counts(page) == {"To add": "2", "To change": "0", "Same as before": "0", "Rejected": "0"}
    found = page.locator("#detection")
    expect(found).to_contain_text("UTF-8")
    expect(found).to_contain_text("commas")
    expect(found.get_by_role("row", name="First name given_name 90 %")).to_be_visible()
    expect(found.get_by_role("row", name="emial")).to_contain_text("Did you mean email?")
    expect(found.get_by_role("row", name="Shoe size not read")).to_be_visible()
    change = page.locator("#changes tbody tr").first
    expect(change).to_contain_text("Add")
    expect(change).to_contain_text("LOOK-1")
    expect(change.locator("ins", has_text="García")).to_be_visible()
    assert given_name(visitor, "LOOK-1") is None


def test_how_each_file_of_a_set_was_read_is_shown(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    made = make_set(6, "1.2", prefix="read-", size=Size(schools=1, courses=1, students=2))
    (tmp_path / "set.zip").write_bytes(made.zipped())

    open_file(visitor, tmp_path / "set.zip")

    found = page.locator("#detection")
    expect(found.get_by_role("heading", name="roles.csv")).to_be_visible()
    names = found.get_by_role("heading", level=3).all_inner_texts()
    assert sorted(names) == sorted(set(made.files) - {"categories.csv"})
    courses = found.locator("section", has=page.get_by_role("heading", name="courses.csv"))
    expect(courses.get_by_text("UTF-8")).to_be_hidden()
    courses.locator("summary").click()
    expect(courses.get_by_text("UTF-8")).to_be_visible()
    expect(courses.get_by_role("row", name="orgSourcedId school")).to_be_visible()


def test_an_issue_of_a_set_says_in_which_file_it_is(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    made = make_set(6, "1.2", prefix="place-", size=Size(schools=1, courses=1, students=2))
    classes = [row | {"courseSourcedId": "no-course"} for row in made.files["classes.csv"]]
    (tmp_path / "set.zip").write_bytes(made.with_rows("classes.csv", classes).zipped())

    open_file(visitor, tmp_path / "set.zip")

    kinds = page.get_by_role("list", name="Issues by kind")
    expect(kinds).to_contain_text("such as classes.csv, line 2: “no-course” is not a course")
    page.locator("#issues summary").click()
    expect(page.locator("#issues tbody tr", has_text="no-course").first).to_contain_text(
        "classes.csv, 2"
    )


@pytest.mark.parametrize("path", ["/console", "/prod/console"])
def test_good_rows_land_and_bad_rows_are_explained(
    visitor: Visitor, students_file: Path, path: str
) -> None:
    page = visitor.page
    visitor.open(path)
    choose(page, students_file)
    expect(page.get_by_role("heading", name="november.csv")).to_be_focused()
    expect_state(page, "Preview ready")
    visitor.keep_screenshot("preview")

    button(page, "Apply").click()

    expect_state(page, "Done, rows to mend")
    assert counts(page)["Rejected"] == str(BAD_ROWS)
    landed = int(counts(page)["Added"]) + int(counts(page)["Same as before"])
    assert landed == ROWS - BAD_ROWS
    kinds = page.get_by_role("list", name="Issues by kind")
    expect(kinds).to_contain_text("60")
    expect(kinds).to_contain_text("such as line 2: “n0.example.org” is not an e-mail address")
    first = page.locator("#issues tbody tr").first
    expect(first.locator("td").nth(0)).to_have_text("2")
    expect(first.locator("td").nth(1)).to_have_text("email")
    expect(first.locator("td").nth(2)).to_have_text("n0.example.org")
    expect(first.locator("td").nth(3)).to_contain_text("is not an e-mail address")


def test_issues_are_paged_and_downloaded(visitor: Visitor, students_file: Path) -> None:
    page = visitor.page
    open_file(visitor, students_file)
    expect_state(page, "Preview ready")
    page.get_by_text("One by one").click()
    pages = page.get_by_role("navigation", name="Pages of issues")

    expect(pages).to_contain_text("1 to 10 of 60")
    pages.get_by_role("button", name="Next").click()
    expect(pages).to_contain_text("11 to 20 of 60")
    pages.get_by_role("button", name="Previous").click()
    expect(pages).to_contain_text("1 to 10 of 60")
    expect(pages.get_by_role("button", name="Previous")).to_be_disabled()
    with page.expect_download() as saved:
        button(page, "Download issues").click()

    assert saved.value.suggested_filename == "november-issues.csv"
    rows = list(csv.reader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig"))))
    assert rows[0] == ["file", "line", "column", "value", "code", "message"]
    assert len(rows) == 1 + BAD_ROWS


def test_rejected_rows_are_downloaded_mended_and_imported(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    rows = [student("MEND-1"), student("MEND-2", mail="none")]
    open_file(visitor, students_csv(tmp_path / "mend.csv", rows), at_once=True)
    expect_state(page, "Done, rows to mend")

    with page.expect_download() as saved:
        button(page, "Download rejected rows").click()
    text = Path(saved.value.path()).read_text("utf-8")
    mended = tmp_path / "mended.csv"
    mended.write_text(text.replace(",none,", ",mend-2@example.org,"), "utf-8")
    open_file(visitor, mended, at_once=True)

    expect_state(page, "Done")
    assert "MEND-1" not in text
    assert given_name(visitor, "MEND-2") == "Zoë"


def test_an_import_is_taken_back(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    import_at_once(visitor, students_csv(tmp_path / "back.csv", [student("BACK-1")]))
    assert given_name(visitor, "BACK-1") == "Zoë"

    button(page, "Undo the import").click()
    expect(page.get_by_role("dialog")).to_contain_text("1 record that it wrote")
    page.keyboard.press("Escape")
    expect_state(page, "Done")
    button(page, "Undo the import").click()
    answer(page, "Undo the import")

    expect_state(page, "Undone")
    expect(page.locator("#job .sentence")).to_contain_text("as they were before the import")
    expect(button(page, "Undo the import")).to_be_hidden()
    assert given_name(visitor, "BACK-1") is None


def test_what_somebody_has_touched_since_stays_and_is_named(
    visitor: Visitor, tmp_path: Path
) -> None:
    page = visitor.page
    file = students_csv(tmp_path / "stay.csv", [student("STAY-1"), student("STAY-2")])
    import_at_once(visitor, file)
    rename(visitor, "STAY-1", "Zora")

    button(page, "Undo the import").click()
    answer(page, "Undo the import")

    expect_state(page, "Partly undone")
    expect(page.locator("#job .sentence")).to_contain_text("STAY-1")
    expect(page.locator("#issues tbody")).to_contain_text("was changed after the import")
    assert given_name(visitor, "STAY-1") == "Zora"
    assert given_name(visitor, "STAY-2") is None


def test_the_same_file_again_changes_nothing(visitor: Visitor, tmp_path: Path) -> None:
    file = students_csv(tmp_path / "same.csv", [student("SAME-1"), student("SAME-2")])
    import_at_once(visitor, file)

    open_file(visitor, file)

    expect_state(visitor.page, "Preview ready")
    assert counts(visitor.page)["Same as before"] == "2"
    expect(visitor.page.locator("#job")).to_contain_text("Nothing to write")
    expect(visitor.page.locator("#changes")).to_be_hidden()


def test_a_link_and_the_back_button_lead_to_an_import(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    open_file(visitor, students_csv(tmp_path / "linked.csv", [student("LINK-1")]))
    expect_state(page, "Preview ready")
    link = link_to(page)

    page.go_back()
    expect(page.locator("#imports tbody tr").first).to_contain_text("linked.csv")
    page.go_forward()
    expect_state(page, "Preview ready")
    page.get_by_role("link", name="All imports").click()
    page.get_by_role("link", name="linked.csv").first.press("Enter")
    expect_state(page, "Preview ready")
    page.goto("about:blank")
    page.goto(link)

    expect(page.get_by_role("heading", name="linked.csv")).to_be_visible()
    expect_state(page, "Preview ready")


def test_a_link_to_nothing_says_so(visitor: Visitor) -> None:
    visitor.open("/console?import=import_job_987654")

    expect(visitor.page.get_by_role("alert").first).to_contain_text("no import at this address")


@pytest.mark.parametrize("path", ["/console", "/prod/console"])
@pytest.mark.parametrize(
    ("title", "kind"), [("Students", "STUDENTS"), ("Name, e-mail and course", "LEGACY_STUDENTS")]
)
def test_a_template_is_imported_as_it_is(
    visitor: Visitor, tmp_path: Path, path: str, title: str, kind: str
) -> None:
    page = visitor.page
    visitor.open(path)
    page.get_by_text("Templates to start from").click()
    with page.expect_download() as saved:
        page.locator("#upload").get_by_role("link", name=title, exact=True).click()
    saved.value.save_as(tmp_path / saved.value.suggested_filename)

    page.locator("#upload select").select_option(kind)
    choose(page, tmp_path / saved.value.suggested_filename, at_once=True)

    expect_state(page, "Done")
    assert int(counts(page)["Added"]) + int(counts(page)["Same as before"]) == 1


def test_a_header_that_names_nothing_is_explained(visitor: Visitor, tmp_path: Path) -> None:
    open_file(visitor, students_csv(tmp_path / "odd.csv", [["1", "2"]], ["hue", "weight"]))

    expect_state(visitor.page, "Not usable")
    expect(visitor.page.locator("#job .sentence")).to_contain_text("Begin the file with a header")
