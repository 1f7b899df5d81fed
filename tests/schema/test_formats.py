"""The declared formats: whole, free of contradiction, and good examples of themselves."""

import csv
import io

import pytest

from schema.formats import FORMATS, ImportColumn, ImportFile, ImportFormatName
from schema.value_type import ValueType

FILES = [
    pytest.param(file, id=f"{name}-{file.name}")
    for name, declared in FORMATS.items()
    for file in declared.files
]
COLUMNS = [
    pytest.param(column, id=f"{name}-{column.name}")
    for name, declared in FORMATS.items()
    for file in declared.files
    for column in file.columns
]


def bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def test_every_format_that_can_be_named_is_declared() -> None:
    assert set(FORMATS) == set(ImportFormatName)


@pytest.mark.parametrize("file", FILES)
def test_what_a_file_needs_is_among_its_columns(file: ImportFile) -> None:
    columns = {column.name for column in file.columns}
    named = {name for group in file.needs for name in group}

    assert named | set(file.keys) | set(file.header) <= columns


@pytest.mark.parametrize("file", FILES)
def test_no_header_means_two_columns(file: ImportFile) -> None:
    names = [{bare(name) for name in (c.name, *c.aliases)} for c in file.columns]

    assert sum(map(len, names)) == len(set().union(*names))


@pytest.mark.parametrize("file", FILES)
def test_a_template_has_all_that_its_format_needs(file: ImportFile) -> None:
    header, row = csv.reader(io.StringIO(file.template))

    assert ",".join(header) == file.example
    assert all(set(group) & set(header) for group in file.needs)
    assert len(row) == len(header)
    assert all(row)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_says_what_its_type_leaves_open(column: ImportColumn) -> None:
    assert bool(column.values) == (column.type is ValueType.ENUM)
    referring = column.type in (ValueType.REFERENCE, ValueType.LIST)
    assert referring or column.refers_to is None
    assert column.refers_to or column.type is not ValueType.REFERENCE
    assert column.description.endswith(".")
