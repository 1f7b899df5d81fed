"""What the console asks an operator to decide, and what it lets them stop."""

from pathlib import Path

from playwright.sync_api import Request, expect
from psycopg2 import connect

from tests.browser.conftest import Visitor
from tests.browser.console import (
    answer,
    button,
    choose,
    counts,
    expect_state,
    given_name,
    hold_answer,
    import_at_once,
    link_to,
    open_file,
    rename,
    student,
    students_csv,
)

MANY_ROWS = 50_000  # enough that somebody has the time to cancel


def test_what_was_edited_by_hand_is_marked_before_it_is_overwritten(
    visitor: Visitor, tmp_path: Path
) -> None:
    page = visitor.page
    import_at_once(visitor, students_csv(tmp_path / "first.csv", [student("HAND-1")]))
    rename(visitor, "HAND-1", "Zora")

    again = [student("HAND-1", family="Pérez"), student("HAND-2")]
    open_file(visitor, students_csv(tmp_path / "again.csv", again))

    expect_state(page, "Preview ready")
    expect(page.locator("#job .by-hand")).to_contain_text("1 record")
    row = page.get_by_role("row", name="HAND-1")
    expect(row).to_contain_text("Edited by hand")
    expect(row).to_contain_text("given_name Zora → Zoë")
    expect(row).to_contain_text("family_name García → Pérez")
    expect(page.get_by_role("row", name="HAND-2")).not_to_contain_text("Edited by hand")
    visitor.keep_screenshot("marked")


def test_records_that_moved_are_shown_again_before_they_are_written(
    visitor: Visitor, tmp_path: Path
) -> None:
    page = visitor.page
    import_at_once(visitor, students_csv(tmp_path / "first.csv", [student("MOVE-1")]))
    open_file(visitor, students_csv(tmp_path / "again.csv", [student("MOVE-1", family="Pérez")]))
    expect_state(page, "Preview ready")
    rename(visitor, "MOVE-1", "Zora")

    button(page, "Apply").click()

    sentence = page.locator("#job .sentence.notice")
    expect(sentence).to_contain_text("The records have changed since you looked")
    expect_state(page, "Preview ready")
    expect(page.get_by_role("row", name="MOVE-1")).to_contain_text("given_name Zora → Zoë")
    assert given_name(visitor, "MOVE-1") == "Zora"
    visitor.keep_screenshot("moved")
    # Sooner than a page asks of which nothing moves.
    with page.expect_request(asks_for_import, timeout=10_000):
        button(page, "Apply").click()
    expect_state(page, "Done")
    expect(sentence).to_have_count(0)
    assert given_name(visitor, "MOVE-1") == "Zoë"


def asks_for_import(request: Request) -> bool:
    return "query ImportJob(" in (request.post_data or "")


def test_another_plan_than_the_one_on_the_page_is_not_applied(
    visitor: Visitor, tmp_path: Path
) -> None:
    """Somebody else asked to apply it meanwhile, and the page has not heard of it yet."""
    page = visitor.page
    import_at_once(visitor, students_csv(tmp_path / "first.csv", [student("TWO-1")]))
    open_file(visitor, students_csv(tmp_path / "again.csv", [student("TWO-1", family="Pérez")]))
    expect_state(page, "Preview ready")
    hear_again = hold_answer(page, "query ImportJob(")
    expect_state(page, "Preview ready")
    other = visitor.context.new_page()
    other.goto(link_to(page))
    expect_state(other, "Preview ready")
    rename(visitor, "TWO-1", "Zora")
    button(other, "Apply").click()
    expect(other.locator("#job .sentence.notice")).to_be_visible()

    button(page, "Apply").click()

    expect(page.locator("#job .refusal")).to_contain_text("not the one you looked at")
    hear_again()
    expect(page.locator("#job .sentence.notice")).to_contain_text("look again")
    expect(page.get_by_role("row", name="TWO-1")).to_contain_text("given_name Zora → Zoë")
    assert given_name(visitor, "TWO-1") == "Zora"


def test_many_records_leave_only_once_that_is_confirmed(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    open_file(visitor, students_csv(tmp_path / "few.csv", [student("ONLY-1")]), whole=True)
    expect_state(page, "Preview ready")
    assert int(counts(page)["To put out of use"]) > 10

    button(page, "Apply").click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("would be put out of use")
    expect(question.get_by_role("button", name="Go back")).to_be_focused()
    visitor.keep_screenshot("question")
    answer(page, "Go back")
    expect_state(page, "Preview ready")
    leaving = counts(page)["To put out of use"]
    button(page, "Apply").click()
    answer(page, f"Put {leaving} out of use")

    expect_state(page, "Done")
    assert counts(page)["Put out of use"] == leaving
    # The other tests know these students.
    button(page, "Undo the import").click()
    answer(page, "Undo the import")
    expect_state(page, "Undone")


def test_an_import_is_cancelled_while_it_is_read(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    rows = (student(f"MANY-{n}") for n in range(MANY_ROWS))
    open_file(visitor, students_csv(tmp_path / "many.csv", rows))

    button(page, "Cancel the import").click()

    expect_state(page, "Cancelled")
    expect(page.locator("#job .sentence")).to_contain_text("before any record was written")
    expect(button(page, "Apply")).to_be_hidden()
    assert given_name(visitor, "MANY-0") is None


def test_an_import_is_cancelled_after_the_rows_at_hand(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    open_file(visitor, students_csv(tmp_path / "held.csv", [student("HELD-1")]))
    expect_state(page, "Preview ready")
    job_id = page.url.rsplit("_", 1)[-1]

    with connect(visitor.system.up["database_url"]) as worker, worker.cursor() as cursor:
        cursor.execute("UPDATE import_job SET state = 'applying' WHERE id = %s", (job_id,))
        worker.commit()
        # As a worker does while it writes.
        cursor.execute("UPDATE import_job SET tries = tries WHERE id = %s", (job_id,))
        button(page, "Cancel the import").click()
        expect_state(page, "Cancelling")
        expect(page.locator("#job .sentence")).to_contain_text("as soon as the rows at hand")
        expect(button(page, "Cancel the import")).to_be_hidden()

    # Nobody works on it: the sweeper notices, and the worker takes it, to end it.
    expect_state(page, "Cancelled")
    expect(page.locator("#job .sentence")).to_contain_text("before any record was written")
    assert given_name(visitor, "HELD-1") is None


def test_an_upload_that_is_cancelled_leaves_no_import_waiting(
    visitor: Visitor, tmp_path: Path
) -> None:
    page = visitor.page
    # A store that never answers, as over a line that has gone.
    page.route(visitor.system.up["aws_endpoint"] + "/**", lambda route: None)
    open_file(visitor, students_csv(tmp_path / "halfway.csv", [student("HALF-1")]))

    page.locator("#upload").get_by_role("button", name="Cancel").click()

    expect(page.locator("#upload [role=alert]")).to_have_text("Cancelled. Nothing was imported.")
    page.unroute_all()
    page.reload()
    first = page.locator("#imports tbody tr").first
    expect(first).to_contain_text("halfway.csv")
    expect(first).to_contain_text("Cancelled")


def test_a_file_is_applied_at_once_on_request(visitor: Visitor, tmp_path: Path) -> None:
    visitor.open("/console")

    choose(visitor.page, students_csv(tmp_path / "once.csv", [student("ONCE-1")]), at_once=True)

    expect_state(visitor.page, "Done")
    assert given_name(visitor, "ONCE-1") == "Zoë"


def test_progress_is_told_in_rows_and_percent(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/console")
    expect(page.get_by_role("heading", name="Import a file")).to_be_visible()
    job = {
        "state": "APPLYING",
        "progress": 42,
        "rowsTotal": 420_000,
        "rowsExpected": 1_000_000,
        "createdAt": "2026-11-23T00:00:00Z",
    }

    page.evaluate("async (job) => (await import('/console/progress.js')).showProgress(job)", job)

    working = page.locator("#job .working")
    expect(working.locator(".rows")).to_have_text("420,000 of 1,000,000 rows")
    expect(working.locator(".percent")).to_have_text("42 %")
    expect(working.locator("progress")).to_have_js_property("value", 42)
    expect(working.locator("[role=status]")).to_have_text("25 percent")
