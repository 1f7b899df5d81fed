"""Packing files: a zip that any program opens, and that is the same each time."""

import io
from collections.abc import Iterator
from zipfile import ZipFile

import pytest

from ec2_batch.pack_files import pack_files
from schema.formats import FORMATS, ImportFormat

FILES = [("manifest.csv", b"propertyName,value\n"), ("users.csv", "Zoë\n".encode() * 1000)]
ARCHIVES = [
    pytest.param(declared, id=declared.name) for declared in FORMATS.values() if declared.is_archive
]


def test_what_is_packed_can_be_unpacked() -> None:
    with ZipFile(io.BytesIO(b"".join(pack_files(FILES)))) as archive:
        assert archive.testzip() is None
        assert [(name, archive.read(name)) for name in archive.namelist()] == FILES


def test_the_same_files_make_the_same_bytes() -> None:
    assert list(pack_files(FILES)) == list(pack_files(iter(FILES)))


def test_a_file_is_sent_before_the_next_one_is_asked_for() -> None:
    asked = []

    def files() -> Iterator[tuple[str, bytes]]:
        for name, data in FILES:
            asked.append(name)
            yield name, data

    pieces = pack_files(files())

    assert next(pieces)
    assert asked == ["manifest.csv"]


@pytest.mark.parametrize("declared", ARCHIVES)
def test_the_template_of_an_archive_begins_with_its_manifest(declared: ImportFormat) -> None:
    files = [(name, text.encode()) for name, text in declared.templates]

    with ZipFile(io.BytesIO(b"".join(pack_files(files)))) as archive:
        assert archive.namelist() == ["manifest.csv", *(file.name for file in declared.files)]
