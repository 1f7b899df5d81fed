"""`studentcloud formats`: what can be imported, read off the declarations."""

import json

import pytest
from click.testing import CliRunner, Result

from ec2_batch.cli import main
from schema.formats import FORMATS


def give(*words: str) -> Result:
    return CliRunner().invoke(main, ["formats", *words], prog_name="studentcloud")


def test_every_format_is_listed() -> None:
    lines = give().stdout.splitlines()

    assert [line.split()[0] for line in lines] == ["name", *FORMATS]
    assert [each["name"] for each in json.loads(give("--json").stdout)] == list(FORMATS)


@pytest.mark.parametrize("name", [name.value for name in FORMATS])
def test_a_format_is_told_column_by_column(name: str) -> None:
    told, declared = give(name).stdout, json.loads(give(name, "--json").stdout)

    for file in declared["files"]:
        assert all(f"\n{column['name']} " in told for column in file["columns"])
        assert all(column["description"] in told for column in file["columns"])


def test_what_a_file_must_have_is_told() -> None:
    needed = "It needs sourced_id or student_number, and given_name or name."

    assert needed in give("students").stdout


def test_a_template_is_printed_as_it_is_imported() -> None:
    printed = give("legacy-students", "--template").stdout_bytes.decode()

    assert printed == "name,email,course\nIngrid Ødegård,ingrid.odegard@example.org,BIO-101\n"


@pytest.mark.parametrize("words", [["--template"], ["students", "--template", "--json"]])
def test_a_template_is_of_one_format(words: list[str]) -> None:
    ended = give(*words)

    assert ended.exit_code == 2
    assert "--template goes with the NAME of a format" in ended.stderr
