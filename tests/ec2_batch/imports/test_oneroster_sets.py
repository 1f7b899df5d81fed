"""The made-up OneRoster sets: as the standard has them, so that what imports them is tested."""

import csv
import io
from zipfile import ZipFile

import pytest

from tests.ec2_batch.imports.oneroster import SECRET, make_set
from tests.ec2_batch.imports.oneroster_faults import FAULTS, Fault, with_fault
from tests.ec2_batch.imports.oneroster_set import FORMATS, references

VERSIONS = pytest.mark.parametrize("version", FORMATS)


@VERSIONS
def test_a_seed_makes_the_same_set(version: str) -> None:
    assert make_set(7, version).zipped() == make_set(7, version).zipped()
    assert make_set(7, version).zipped() != make_set(8, version).zipped()


@VERSIONS
def test_a_set_has_every_file_of_its_version(version: str) -> None:
    made = make_set(1, version)

    with ZipFile(io.BytesIO(made.zipped())) as archive:
        names = archive.namelist()
        rows = csv.reader(io.StringIO(archive.read("manifest.csv").decode()))
    said = {key: value for key, value in rows if key.startswith("file.")}

    assert names[0] == "manifest.csv"
    assert set(names[1:]) == {*(file.name for file in FORMATS[version].files), "categories.csv"}
    assert {
        f"{key.removeprefix('file.')}.csv" for key, how in said.items() if how == "bulk"
    } == set(names[1:])


@VERSIONS
def test_every_reference_of_a_set_is_met(version: str) -> None:
    made = make_set(2, version)
    known = {row["sourcedId"] for rows in made.files.values() for row in rows}

    for file in made.declared.files:
        assert made.files[file.name]
        for column in references(file):
            named = {
                key
                for row in made.files[file.name]
                for key in row.get(column, "").split(",")
                if key
            }
            assert named <= known, f"{file.name} {column}"


@VERSIONS
def test_a_set_has_what_real_ones_have(version: str) -> None:
    texts = dict(make_set(3, version).texts())

    assert SECRET in texts["users.csv"]
    assert any(not text.isascii() for text in texts.values())
    assert '""' in texts["courses.csv"]
    sessions = texts["academicSessions.csv"].splitlines()
    assert "gradingPeriod" in sessions[1]  # before what it is a part of


@VERSIONS
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.file}-{fault.column}")
def test_a_fault_is_on_the_line_that_is_said(version: str, fault: Fault) -> None:
    made, line = with_fault(make_set(4, version), fault)

    text = dict(made.texts())[fault.file]
    rows = list(csv.DictReader(io.StringIO(text)))

    assert rows[line - 2][fault.column] == fault.value
    assert len({row["sourcedId"] for row in rows}) == len(rows)
