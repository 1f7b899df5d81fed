"""The declared formats: whole, free of contradiction, and good examples of themselves."""

import csv
import io
from enum import StrEnum

import pytest

from schema.formats import (
    FORMATS,
    ImportColumn,
    ImportFile,
    ImportFormat,
    ImportFormatName,
)
from schema.formats.oneroster import ONEROSTER_1_1, ONEROSTER_1_2
from schema.formats.oneroster import words as oneroster
from schema.models.academic_session import AcademicSessionType
from schema.models.base import RecordStatus
from schema.models.enrollment import EnrollmentState
from schema.models.org import OrgType
from schema.models.section_staff import SectionStaffRole
from schema.value_type import ValueType

FILES = [
    pytest.param(file, id=f"{declared.name}-{file.name}")
    for declared in FORMATS.values()
    for file in declared.files
]
COLUMNS = [
    pytest.param(column, id=f"{declared.name}-{file.name}-{column.name}")
    for declared in FORMATS.values()
    for file in declared.files
    for column in file.columns
]
ARCHIVES = [
    pytest.param(declared, id=declared.name) for declared in FORMATS.values() if declared.is_archive
]


def bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def test_every_format_that_can_be_named_is_declared() -> None:
    assert list(FORMATS) == list(ImportFormatName)


@pytest.mark.parametrize("file", FILES)
def test_what_a_file_needs_is_among_its_columns(file: ImportFile) -> None:
    columns = {column.name for column in file.columns}
    named = {name for group in file.needs for name in group}

    assert named | set(file.keys) <= columns
    assert set(file.header) <= columns | set(file.ignores)


@pytest.mark.parametrize("file", FILES)
def test_no_header_means_two_columns(file: ImportFile) -> None:
    names = [{bare(name) for name in (c.name, *c.aliases)} for c in file.columns]
    ignored = {bare(name) for name in file.ignores}

    assert sum(map(len, names)) == len(set().union(*names))
    assert not ignored & set().union(*names)


@pytest.mark.parametrize("file", FILES)
def test_a_template_has_all_that_its_format_needs(file: ImportFile) -> None:
    header, *rows = csv.reader(io.StringIO(file.template))
    required = [header.index(c.name) for c in file.columns if c.required and c.name in header]

    assert ",".join(header) == file.example
    assert all(set(group) & set(header) for group in file.needs)
    assert rows
    for row in rows:
        assert len(row) == len(header)
        assert all(row) or file.samples
        assert all(row[at] for at in required)


@pytest.mark.parametrize("file", FILES)
def test_samples_fill_columns_of_their_header(file: ImportFile) -> None:
    for sample in file.samples:
        assert set(sample) <= set(file.header)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_says_what_its_type_leaves_open(column: ImportColumn) -> None:
    assert bool(column.values) == (column.type is ValueType.ENUM)
    referring = column.type in (ValueType.REFERENCE, ValueType.LIST)
    assert referring or column.refers_to is None
    assert column.refers_to or column.type is not ValueType.REFERENCE
    assert column.description.endswith(".")


@pytest.mark.parametrize("column", COLUMNS)
def test_an_example_of_an_enum_is_one_of_its_values(column: ImportColumn) -> None:
    assert not column.values or column.example in column.values


@pytest.mark.parametrize("archive", ARCHIVES)
def test_an_archive_refers_to_what_is_in_it(archive: ImportFormat) -> None:
    known: set[str] = set()
    for file in archive.files:
        known |= {sample["sourcedId"] for sample in file.samples}
        referring = [c.name for c in file.columns if c.refers_to]
        named = {sample.get(name, "") for sample in file.samples for name in referring}
        assert named - {""} <= known


@pytest.mark.parametrize("archive", ARCHIVES)
def test_a_manifest_tells_of_every_file(archive: ImportFormat) -> None:
    told = dict(archive.manifest)
    present = {name.removesuffix(".csv") for name, _ in archive.templates if "manifest" not in name}
    absent = {name.removesuffix(".csv") for name in archive.ignores}

    assert {name for name, how in told.items() if how == "bulk"} == {f"file.{n}" for n in present}
    assert {name for name, how in told.items() if how == "absent"} == {f"file.{n}" for n in absent}
    assert told["oneroster.version"] == archive.name.removeprefix("oneroster-")


def test_passwords_are_never_read() -> None:
    for archive in (ONEROSTER_1_1, ONEROSTER_1_2):
        [users] = [file for file in archive.files if file.name == "users.csv"]
        assert {"password", "pwd"} <= set(users.ignores)
    assert "userProfiles.csv" in ONEROSTER_1_2.ignores  # which has passwords too


@pytest.mark.parametrize(
    ("words", "ours"),
    [
        (oneroster.STATUSES, RecordStatus),
        (oneroster.ORG_TYPES, OrgType),
        (oneroster.SESSION_TYPES, AcademicSessionType),
        (oneroster.SECTION_ROLES, SectionStaffRole),
    ],
)
def test_a_word_of_oneroster_is_one_of_ours(
    words: dict[str, str | None], ours: type[StrEnum]
) -> None:
    assert {word for word in words.values() if word is not None} <= set(ours)


@pytest.mark.parametrize(
    ("file", "column", "ours"),
    [
        ("orgs.csv", "type", OrgType),
        ("orgs.csv", "status", RecordStatus),
        ("terms.csv", "type", AcademicSessionType),
        ("enrollments.csv", "state", EnrollmentState),
    ],
)
def test_a_friendly_file_says_our_words(file: str, column: str, ours: type[StrEnum]) -> None:
    [found] = [
        each
        for declared in FORMATS.values()
        if not declared.is_archive
        for one in declared.files
        if one.name == file
        for each in one.columns
        if each.name == column
    ]

    assert set(found.values) == set(ours)
