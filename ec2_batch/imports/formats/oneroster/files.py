"""OneRoster's files under the names that our own files have, so that both are read alike."""

from collections.abc import Mapping
from dataclasses import replace

from ec2_batch.imports.format import Cell, plain
from ec2_batch.imports.parsers.words import one_of
from schema.formats.column import ImportColumn
from schema.formats.format import ImportFile, ImportFormat
from schema.formats.oneroster.words import STATUSES

STATUS = Cell(plain(one_of(STATUSES)), writes=("status",))


def file_of(declared: ImportFormat, name: str, ours: Mapping[str, str]) -> ImportFile:
    """Return a set's file with our names for its columns, which keep their own as the first alias.

    `ours` has those that differ.
    """
    [file] = [each for each in declared.files if each.name == name]

    def called(column: str) -> str:
        return ours.get(column, column)

    return replace(
        file,
        columns=tuple(_renamed(column, called(column.name)) for column in file.columns),
        needs=tuple(tuple(called(column) for column in group) for group in file.needs),
        keys=tuple(called(column) for column in file.keys),
    )


def _renamed(column: ImportColumn, name: str) -> ImportColumn:
    return replace(column, name=name, aliases=(column.name, *column.aliases))
