"""manifest.csv: what a OneRoster archive says of itself, and whether that is so."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ec2_batch.imports.issue import UnreadableFileError, shown
from ec2_batch.imports.uploads.archive import Archive
from ec2_batch.imports.uploads.archive_members import base_name

NAME = "manifest.csv"
MAX_BYTES = 64 << 10  # a real one has less than one
MANIFEST_VERSIONS = ("1.0",)
ONEROSTER_VERSIONS = ("1.0", "1.1", "1.2")
FILE = "file."
NAMED = 5  # contradictions that a message lists


class FileMode(StrEnum):
    """What an archive says of one of its files."""

    ABSENT = "absent"
    BULK = "bulk"  # all records there are
    DELTA = "delta"  # those that changed


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself."""

    version: str  # of OneRoster
    modes: Mapping[str, FileMode]  # by base name in lower case, such as users.csv

    def mode(self, name: str) -> FileMode:
        """Return what is said of a file; a file that is not spoken of is absent."""
        return self.modes.get(name, FileMode.ABSENT)


def read_manifest(archive: Archive) -> Manifest:
    """Return what an archive says of itself.

    Raises:
        UnreadableFileError: it says nothing, nothing that can be understood, or what is not so.
    """
    properties = _properties(_content(archive))
    _known(properties, "manifest.version", MANIFEST_VERSIONS)
    version = _known(properties, "oneroster.version", ONEROSTER_VERSIONS)
    modes = {
        f"{name.removeprefix(FILE)}.csv": FileMode(_known(properties, name, tuple(FileMode)))
        for name in properties
        if name.startswith(FILE)
    }
    manifest = Manifest(version, modes)
    _refuse_contradictions(manifest, archive)
    return manifest


def _content(archive: Archive) -> bytes:
    if NAME not in archive.names:
        raise UnreadableFileError(
            "NO_MANIFEST",
            f"The zip file holds no {NAME}. Put in the one that the export made.",
        )
    content = b""
    for chunk in archive.chunks(NAME):
        content += chunk
        if len(content) > MAX_BYTES:
            raise _unreadable(f"it has more than {MAX_BYTES >> 10} kB")
    return content


def _properties(data: bytes) -> dict[str, str]:
    """Return each property's value, both in lower case."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        rows = [row for row in csv.reader(text.split("\n"), strict=True) if any(row)]
    except (UnicodeDecodeError, csv.Error):
        raise _unreadable("it is not a CSV file in UTF-8") from None
    cells = [[cell.strip().lower() for cell in row] for row in rows]
    if not cells or cells[0][:2] != ["propertyname", "value"]:
        raise _unreadable("it does not begin with propertyName,value")
    properties: dict[str, str] = {}
    for row in cells[1:]:
        name, value = (*row, "")[:2]
        if properties.setdefault(name, value) != value:
            raise _unreadable(f"it says two things of “{shown(name)}”")
    return properties


def _known(properties: Mapping[str, str], name: str, values: tuple[str, ...]) -> str:
    if name not in properties:
        raise _unreadable(f"it has no “{name}”")
    if (value := properties[name]) not in values:
        raise _unreadable(f"“{shown(name)}” is “{shown(value)}”, and can be {', '.join(values)}")
    return value


def _refuse_contradictions(manifest: Manifest, archive: Archive) -> None:
    held = {*archive.names, *map(base_name, archive.ignored)}
    listed = {name for name, mode in manifest.modes.items() if mode is not FileMode.ABSENT}
    # What we have no use for may be there unsaid; of what we read we must know whether it is all.
    unsaid = {name for name in archive.names if name != NAME} - listed
    wrong = [f"{shown(name)} is listed and not there" for name in sorted(listed - held)]
    wrong += [f"{name} is there and not listed as bulk or delta" for name in sorted(unsaid)]
    if wrong:
        raise UnreadableFileError(
            "WRONG_MANIFEST",
            f"{NAME} and the zip file contradict each other: {'; '.join(wrong[:NAMED])}."
            " Export again, or correct the manifest.",
        )


def _unreadable(why: str) -> UnreadableFileError:
    return UnreadableFileError(
        "UNREADABLE_MANIFEST", f"{NAME} cannot be understood: {why}. Export again, or correct it."
    )
