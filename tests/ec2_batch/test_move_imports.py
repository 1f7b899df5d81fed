"""The commands that look at, apply, cancel and undo an import, on a system that really runs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.ec2_batch.imports.oneroster import Size, make_set
from tests.ec2_batch.studentcloud import studentcloud
from tests.ec2_batch.test_cli import NOW, Give, ask, give, make_file
from tests.local_system import LocalSystem

__all__ = ["give", "make_file"]

PLAN = (
    '[{"file": "students.csv", "entity": "student", "rows": 4, "create": 3, "update": 0,'
    ' "unchanged": 4, "deactivate": %d, "rejected": 1, "overwritten": 0}]'
)


@pytest.fixture
def known(local_system: LocalSystem) -> Callable[[str, str, Any], None]:
    """Run a statement about one import on the system's records."""

    def run(statement: str, job: str, value: Any = None) -> None:
        key = int(job.rpartition("_")[2])
        with psycopg2.connect(local_system.up["database_url"]) as connection:
            connection.cursor().execute(statement, {"id": key, "value": value})
        connection.close()

    return run


@pytest.fixture
def seen(give: Give, make_file: Callable[..., Path], known: Callable[..., None]) -> Any:
    """Look at a file whose plan would deactivate so many records; return the import's id."""

    def look(*, deactivate: int = 0, **rows: int) -> str:
        file = make_file(rows.get("good", 3), bad=rows.get("bad", 1))
        job: str = give("import", file, "--json").json["id"]
        if deactivate:
            statement = "UPDATE import_job SET plan = %(value)s WHERE id = %(id)s"
            known(statement, job, PLAN % deactivate)
        return job

    return look


def numbers(system: LocalSystem, file: str) -> int:
    """Return how many students there are whose numbers begin as those of a file do."""
    where = f'{{studentNumber: {{startsWith: "{file}"}}}}'
    count: int = ask(system, "registrar", f"{{ studentCount(where: {where}) }}")["studentCount"]
    return count


def prefix(file: Path) -> str:
    return file.read_text().split("\n")[1].partition(",")[0].rpartition("-")[0]


class TestPreview:
    def test_a_file_is_shown_and_nothing_is_written(
        self, give: Give, make_file: Callable[..., Path], local_system: LocalSystem
    ) -> None:
        file = make_file(3, bad=1)

        shown = give("import", file, "--json")

        assert (shown.code, shown.json["state"]) == (0, "READY")
        assert {"plan", "planHash", "issueGroups"} < set(shown.json)
        assert numbers(local_system, prefix(file)) == 0

    def test_people_read_how_to_go_on(self, give: Give, make_file: Callable[..., Path]) -> None:
        shown = give("import", make_file(3))

        assert shown.code == 0
        job = next(word for word in shown.out.split() if word.startswith("(import_job_"))[1:-2]
        assert f"Apply it:  studentcloud apply {job}\n" in shown.out
        assert f"Or not:    studentcloud cancel {job}\n" in shown.out

    def test_an_issue_of_a_set_says_in_which_file_it_is(self, give: Give, tmp_path: Path) -> None:
        made = make_set(6, "1.2", prefix="cli-", size=Size(schools=1, courses=1, students=2))
        classes = [row | {"courseSourcedId": "no-course"} for row in made.files["classes.csv"]]
        (tmp_path / "set.zip").write_bytes(made.with_rows("classes.csv", classes).zipped())

        shown = give("import", tmp_path / "set.zip")

        assert " × UNKNOWN_COURSE, classes.csv, line 2: “no-course” is not a course" in shown.out

    def test_a_file_that_is_none_ends_with_1(self, give: Give, tmp_path: Path) -> None:
        picture = tmp_path / "picture.csv"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))

        ended = give("import", picture)

        assert ended.code == 1
        assert ": invalid. " in ended.out
        assert "studentcloud apply" not in ended.out


class TestApply:
    def test_what_was_shown_is_applied(self, give: Give, seen: Any) -> None:
        job = seen()

        ended = give("apply", job, "--wait", "--json")

        assert (ended.code, ended.json["state"]) == (0, "COMPLETED_WITH_ISSUES")
        assert (ended.json["imported"], ended.json["rejected"]) == (3, 1)
        assert len(ended.json["issues"]) == 1

    def test_many_deactivations_are_confirmed_first(self, give: Give, seen: Any) -> None:
        job = seen(deactivate=4)

        refused = give("apply", job)
        applied = give("apply", job, "--confirm-deactivations", "--json")

        assert refused.sentence.startswith(
            "This would put 4 of 8 records of kind student out of use:"
        )
        assert (applied.code, applied.json["state"]) == (0, "APPLYING")

    def test_what_is_applied_is_not_applied_again(self, give: Give, seen: Any) -> None:
        job = seen()
        give("apply", job, "--wait")

        again = give("apply", job)

        assert again.sentence == ("This import is completed with issues: it cannot be applied now.")


class TestCancel:
    def test_an_import_that_waits_is_cancelled(self, give: Give, seen: Any) -> None:
        job = seen()

        ended = give("cancel", job, "--json")

        assert (ended.code, ended.json["state"]) == (0, "CANCELLED")
        assert ended.json["message"] == "Cancelled before any record was written."
        assert "cancelled. Cancelled before" not in give("cancel", job).err

    def test_who_cancels_while_rows_are_written_is_heard_at_once(
        self, give: Give, seen: Any, known: Callable[..., None], local_system: LocalSystem
    ) -> None:
        job = seen()
        known("UPDATE import_job SET state = 'applying' WHERE id = %(id)s", job)

        with psycopg2.connect(local_system.up["database_url"]) as worker:
            writing = "UPDATE import_job SET tries = tries WHERE id = %s"
            worker.cursor().execute(writing, (int(job.rpartition("_")[2]),))
            ended = give("cancel", job)

        assert ended.code == 0
        assert f"({job}): applying. Being cancelled: it ends as soon as the rows" in ended.out


class TestUndo:
    @pytest.fixture
    def imported(self, give: Give, make_file: Callable[..., Path]) -> tuple[str, str]:
        """An import that has ended, and how the numbers of its students begin."""
        file = make_file(3)
        job: str = give("import", file, *NOW, "--json").json["id"]
        return job, prefix(file)

    def test_its_students_are_gone(
        self, give: Give, imported: tuple[str, str], local_system: LocalSystem
    ) -> None:
        job, students = imported
        assert numbers(local_system, students) == 3

        ended = give("undo", job, "--wait", "--json")

        assert (ended.code, ended.json["state"]) == (0, "UNDONE")
        assert (
            ended.json["message"]
            == "All 3 records that it wrote are as they were before the import."
        )
        assert numbers(local_system, students) == 0

    def test_what_stays_is_named(
        self, give: Give, imported: tuple[str, str], known: Callable[..., None]
    ) -> None:
        job, _ = imported
        edit = "UPDATE student SET version = version + 1 WHERE id = (SELECT entity_ids[1] FROM"
        known(f"{edit} import_change WHERE import_job_id = %(id)s)", job)

        ended = give("undo", job, "--wait")

        assert ended.code == 0
        assert "Of 3 records 2 went back; 1 was changed or used since and stays:" in ended.out
        assert "This student was changed after the import and stays as it is." in ended.out
        assert "This student was changed" in give("errors", job).out

    def test_what_has_not_ended_cannot_be_undone(self, give: Give, seen: Any) -> None:
        assert give("undo", seen()).sentence == "This import is ready: it cannot be undone now."


@pytest.mark.parametrize("command", ["apply", "cancel", "undo"])
class TestEach:
    def test_an_import_that_is_not_there_is_none(self, give: Give, command: str) -> None:
        assert give(command, "import_job_999999").sentence.startswith("There is no ")

    def test_who_may_not_is_told(
        self, tmp_path: Path, local_system: LocalSystem, seen: Any, command: str
    ) -> None:
        up = local_system.up
        variables = {
            "STUDENT_CLOUD_GRAPHQL": up["graphql"],
            "STUDENT_CLOUD_TOKEN": up["tokens"]["auditor"],
        }

        ended = studentcloud(command, seen(), folder=tmp_path, variables=variables)

        assert ended.sentence == "Your role may not import files."
