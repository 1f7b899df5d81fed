"""The commands for operators, against a system that really runs."""

import csv
import json
import socket
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.ec2_batch.studentcloud import Outcome, studentcloud
from tests.factories import word
from tests.local_system import LocalSystem

HEADER = "student_number,given_name,family_name,email"
Give = Callable[..., Outcome]
NOW = ("--apply", "--wait")


@pytest.fixture
def give(local_system: LocalSystem) -> Give:
    """Give a command in the folder of the running system."""
    return partial(studentcloud, folder=local_system.folder)


@pytest.fixture
def make_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a students file with so many good rows, and then so many bad ones."""

    def make(good: int, bad: int = 0, *, bad_email: str = "nowhere") -> Path:
        number = word("S")
        rows = [f"{number}-{n},Zoë,Müller,{number}.{n}@example.org" for n in range(good)]
        rows += [f"{number}-x{n},Zoë,Müller,{bad_email}" for n in range(bad)]
        path = tmp_path / "students.csv"
        path.write_text("\n".join([HEADER, *rows, ""]))
        return path

    return make


def ask(system: LocalSystem, role: str, query: str) -> Any:
    request = urllib.request.Request(  # noqa: S310 - loopback
        system.up["graphql"],
        data=json.dumps({"query": query}).encode(),
        headers={
            "Authorization": f"Bearer {system.up['tokens'][role]}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return json.loads(answer.read())["data"]


class TestImport:
    def test_good_rows_land_and_bad_rows_are_explained(
        self, give: Give, make_file: Callable[..., Path], local_system: LocalSystem
    ) -> None:
        file = make_file(3, bad=1)

        ended = give("import", file, *NOW, "--json")

        assert ended.code == 0
        counts = {name: ended.json[name] for name in ("rows", "imported", "unchanged", "rejected")}
        assert counts == {"rows": 4, "imported": 3, "unchanged": 0, "rejected": 1}
        assert ended.json["state"] == "COMPLETED_WITH_ISSUES"
        [issue] = ended.json["issues"]
        assert set(issue) == {"file", "line", "column", "code", "value", "message"}
        assert (issue["file"], issue["line"]) == ("students.csv", 5)
        assert (issue["column"], issue["value"]) == ("email", "nowhere")
        number = file.read_text().split("\n")[1].partition(",")[0]
        query = f'{{ student(by: {{studentNumber: "{number}"}}) {{ name }} }}'
        found = ask(local_system, "registrar", query)
        assert found == {"student": {"name": "Zoë Müller"}}

    def test_the_same_file_again_changes_nothing(
        self, give: Give, make_file: Callable[..., Path]
    ) -> None:
        file = make_file(3)
        give("import", file, *NOW)

        again = give("import", file, *NOW, "--json")

        assert (again.code, again.json["state"]) == (0, "COMPLETED")
        assert (again.json["imported"], again.json["unchanged"]) == (0, 3)
        assert again.json["issues"] == []

    def test_issues_of_all_pages_are_there(
        self, give: Give, make_file: Callable[..., Path]
    ) -> None:
        ended = give("import", make_file(1, bad=230), *NOW, "--json")

        assert [issue["line"] for issue in ended.json["issues"]] == list(range(3, 233))

    def test_people_read_the_outcome_in_words(
        self, give: Give, make_file: Callable[..., Path]
    ) -> None:
        ended = give("import", make_file(2, bad=1), *NOW)

        assert "completed with issues. Of 3 rows: 2 added" in ended.out
        assert "line 4, email: “nowhere” is not an e-mail address." in ended.out

    def test_a_file_that_is_none_ends_with_1(self, give: Give, tmp_path: Path) -> None:
        picture = tmp_path / "picture.csv"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))

        ended = give("import", picture, *NOW, "--json")

        assert (ended.code, ended.json["state"]) == (1, "INVALID")
        assert "PNG" in ended.json["message"]

    def test_a_format_can_be_named(self, give: Give, tmp_path: Path) -> None:
        file = tmp_path / "old.csv"
        file.write_text(f"name,email,course\nAda Lovelace,{word('ada')}@example.org,\n")

        ended = give("import", file, "--format", "legacy-students", *NOW, "--json")

        assert (ended.code, ended.json["imported"]) == (0, 1)

    def test_without_waiting_it_says_where_to_look(
        self, give: Give, make_file: Callable[..., Path]
    ) -> None:
        started = give("import", make_file(1), "--apply", "--json")

        listed = give("jobs", "--json").json
        assert (started.code, listed[0]["id"]) == (0, started.json["id"])
        assert started.json["id"] in give("jobs").out


class TestErrors:
    def test_a_spreadsheet_takes_no_value_for_a_formula(
        self, give: Give, make_file: Callable[..., Path]
    ) -> None:
        file = make_file(0, bad=1, bad_email="=1+1")
        job = give("import", file, *NOW, "--json").json["id"]

        [row] = csv.DictReader(give("errors", job, "--csv").out.splitlines())

        assert (row["line"], row["column"], row["value"]) == ("2", "email", "'=1+1")

    def test_rejected_rows_are_downloaded_mended_and_imported(
        self, give: Give, make_file: Callable[..., Path], tmp_path: Path
    ) -> None:
        job, back = (
            give("import", make_file(2, bad=1), *NOW, "--json").json["id"],
            tmp_path / "back",
        )

        said = give("errors", job, "--rows", back)
        back.write_text(back.read_text().replace("nowhere", ""))
        again = give("import", back, *NOW, "--json")

        assert said.out == f"{back}: 1 rejected rows. Mend them, and import it.\n"
        assert (again.code, again.json["imported"]) == (0, 1)
        none = give("errors", again.json["id"], "--rows", tmp_path / "none").sentence
        assert none.startswith("There are no rejected rows to download:")

    def test_a_terminal_is_not_steered_by_a_value(
        self, give: Give, make_file: Callable[..., Path]
    ) -> None:
        file = make_file(0, bad=1, bad_email="\x1b[2Jx")
        job = give("import", file, *NOW, "--json").json["id"]

        shown = give("errors", job).out

        assert "[2Jx" in shown
        assert "\x1b" not in shown

    def test_an_import_that_is_not_there_is_none(self, give: Give) -> None:
        sentence = give("errors", "import_job_999999").sentence

        assert sentence == "There is no import import_job_999999: `studentcloud jobs` lists them."


class TestReport:
    def test_everybody_gets_the_rows_they_may_see(self, give: Give, tmp_path: Path) -> None:
        all_of_it, taught = tmp_path / "all.csv", tmp_path / "taught.csv"

        ended = give("report", "roster", "-o", all_of_it)
        give("report", "roster", "-o", taught, "--role", "teacher")

        assert ended.code == 0
        everybody, own = (list(csv.DictReader(path.open())) for path in (all_of_it, taught))
        assert 0 < len(own) < len(everybody)
        assert {row["student_number"] for row in own} < {row["student_number"] for row in everybody}
        assert f"{len(everybody):,} rows" in ended.out
        assert {path.name for path in tmp_path.iterdir()} == {"all.csv", "taught.csv"}

    def test_who_may_not_ask_is_told_and_no_file_is_touched(
        self, give: Give, tmp_path: Path
    ) -> None:
        (tmp_path / "roster.csv").write_text("of last year")

        ended = give("report", "roster", "-o", tmp_path / "roster.csv", "--role", "student")

        assert ended.sentence == "Your role may not run reports."
        assert (tmp_path / "roster.csv").read_text() == "of last year"

    def test_a_file_needs_a_folder(self, give: Give, tmp_path: Path) -> None:
        ended = give("report", "roster", "-o", tmp_path / "none" / "roster.csv")

        assert ended.sentence == f"There is no folder {tmp_path / 'none'} to write into."


class TestFindingTheSystem:
    def test_a_token_is_all_that_is_printed(self, give: Give, local_system: LocalSystem) -> None:
        ended = give("token", "--role", "auditor")

        assert ended == Outcome(0, local_system.up["tokens"]["auditor"] + "\n", "")

    def test_a_folder_below_will_do(self, local_system: LocalSystem) -> None:
        below = local_system.folder / "a" / "b"
        below.mkdir(parents=True, exist_ok=True)

        assert studentcloud("token", "--role", "admin", folder=below).code == 0

    def test_variables_lead_to_a_system_elsewhere(
        self, tmp_path: Path, local_system: LocalSystem
    ) -> None:
        variables = elsewhere(local_system.up["graphql"], local_system.up["tokens"]["operator"])

        assert studentcloud("jobs", folder=tmp_path, variables=variables).code == 0

    @pytest.mark.parametrize("command", ["jobs", "doctor", "migrate", "token --role admin"])
    def test_nothing_that_runs_is_said(self, tmp_path: Path, command: str) -> None:
        sentence = studentcloud(*command.split(), folder=tmp_path).sentence

        assert sentence.startswith("Nothing runs here: there is no .data/up.json")

    def test_a_token_that_is_not_taken_is_said(
        self, tmp_path: Path, local_system: LocalSystem
    ) -> None:
        forged = elsewhere(local_system.up["graphql"], "a.b.c")

        sentence = studentcloud("jobs", folder=tmp_path, variables=forged).sentence

        assert sentence.startswith("The token is not taken: ")
        assert "STUDENT_CLOUD_TOKEN" in sentence

    def test_a_role_that_may_not_import_is_said(
        self, tmp_path: Path, local_system: LocalSystem, make_file: Callable[..., Path]
    ) -> None:
        up = local_system.up
        variables = elsewhere(up["graphql"], up["tokens"]["registrar"])

        ended = studentcloud("import", make_file(1), folder=tmp_path, variables=variables)

        assert ended.sentence == "Your role may not import files."

    def test_a_system_that_has_ended_is_said(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        gone = elsewhere(f"http://127.0.0.1:{port}/graphql", "a.b.c")

        sentence = studentcloud("jobs", folder=tmp_path, variables=gone).sentence

        assert sentence == f"Nothing listens at 127.0.0.1:{port}: is Student Cloud still running?"

    def test_a_file_that_is_missing_is_said(self, give: Give) -> None:
        ended = give("import", "missing.csv")

        assert (ended.code, ended.sentence) == (
            2,
            "Invalid value for 'FILE': File 'missing.csv' does not exist.",
        )


class TestDoctor:
    def test_a_system_that_runs_is_well(self, give: Give) -> None:
        ended = give("doctor", "--json")

        assert [finding for finding in ended.json if not finding["well"]] == []
        subjects = {finding["subject"] for finding in ended.json}
        assert {"database", "upload bucket", "report bucket", "service", "clock"} < subjects
        assert "student-cloud-local-jobs" in subjects

    def test_a_service_elsewhere_is_asked(self, tmp_path: Path, local_system: LocalSystem) -> None:
        variables = elsewhere(local_system.up["graphql"], "")

        ended = studentcloud("doctor", folder=tmp_path, variables=variables)

        assert ended.code == 0
        assert ended.out.startswith("ok   service: ")


def elsewhere(graphql: str, token: str) -> dict[str, str]:
    return {"STUDENT_CLOUD_GRAPHQL": graphql, "STUDENT_CLOUD_TOKEN": token}
