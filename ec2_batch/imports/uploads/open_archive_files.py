"""Stage 2, open a zip: the files of a OneRoster set, in the order that each finds what it names."""

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

import polars as pl

from ec2_batch.imports.detect.detect import HEAD_BYTES, detect
from ec2_batch.imports.format import Format, Takes
from ec2_batch.imports.formats.oneroster import FILES
from ec2_batch.imports.formats.oneroster.roles import NAME as ROLES_NAME
from ec2_batch.imports.formats.oneroster.roles import ROLES
from ec2_batch.imports.issue import Issue, UnreadableFileError
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.uploads.archive import Archive, open_archive
from ec2_batch.imports.uploads.manifest import NAME as MANIFEST
from ec2_batch.imports.uploads.manifest import FileMode, Manifest, read_manifest
from ec2_batch.imports.uploads.opened import NOT_READ, Opened, SourceFile
from ec2_batch.imports.uploads.roles import read_roles
from ec2_batch.imports.uploads.sift import Sift
from schema.formats import FORMATS as DECLARED
from schema.formats import ImportFormatName
from schema.formats.format import ImportFormat

FORMAT_OF_VERSION = {
    "1.0": ImportFormatName.ONEROSTER_1_1,
    "1.1": ImportFormatName.ONEROSTER_1_1,
    "1.2": ImportFormatName.ONEROSTER_1_2,
}


def open_archive_files(file: BinaryIO, wanted: str | None) -> Opened:
    """Return the files of a set.

    Raises:
        UnreadableFileError: the zip, its manifest or the header of a file is not as it should be.
    """
    archive = open_archive(file, _allowed())
    manifest = read_manifest(archive)
    declared = DECLARED[FORMAT_OF_VERSION[manifest.version]]
    _refuse_other_format(wanted, declared)
    sources = [
        source for bound in FILES[declared.name] for source in _sources(archive, manifest, bound)
    ]
    if not sources:
        raise UnreadableFileError(
            "NO_KNOWN_FILE",
            f"{MANIFEST} lists no file that can be imported. Such files are named"
            f" {', '.join(each.name for each in declared.files)}.",
        )
    beside = {ROLES_NAME: _layout(archive, ROLES)} if any(s.beside for s in sources) else {}
    return Opened(sources, tuple(_not_read(archive, declared)), beside)


def _allowed() -> set[str]:
    names = {bound[0].file.name for files in FILES.values() for bound in files}
    return {name.lower() for name in {*names, ROLES_NAME, MANIFEST}}


def _refuse_other_format(wanted: str | None, declared: ImportFormat) -> None:
    if wanted is not None and wanted.lower().replace("_", "-") != declared.name:
        raise UnreadableFileError(
            "UNKNOWN_FORMAT",
            f"By its manifest this is a {declared.title} set, and not {wanted}: upload it as"
            f" {declared.name}, or leave the format open.",
        )


def _sources(
    archive: Archive, manifest: Manifest, bound: tuple[Format, ...]
) -> Iterator[SourceFile]:
    """Yield a file once for each kind of record that its rows are about."""
    name = bound[0].file.name
    key = name.lower()
    if key not in archive.names or manifest.mode(key) is FileMode.ABSENT:
        return
    for turn, kind in enumerate(bound):
        sift = Sift(kind.takes, _roles(archive, kind.takes)) if kind.takes else None
        yield SourceFile(
            name,
            _layout(archive, kind),
            lambda: archive.chunks(key),
            is_whole=manifest.mode(key) is FileMode.BULK,
            sift=sift,
            is_again=turn > 0,
            beside=_beside(archive, kind.takes),
        )


def _roles(archive: Archive, takes: Takes) -> pl.DataFrame | None:
    if not takes.by_roles:
        return None
    if ROLES_NAME not in archive.names:
        raise UnreadableFileError(
            "NO_ROLES",
            f"The zip file holds no {ROLES_NAME}, without which nobody knows who its users are."
            " Export again with it.",
        )
    layout = _layout(archive, ROLES)
    return read_roles(layout, lambda: archive.chunks(ROLES_NAME), takes.kinds)


def _beside(archive: Archive, takes: Takes | None) -> Mapping[str, Callable[[], Iterator[bytes]]]:
    return {ROLES_NAME: lambda: archive.chunks(ROLES_NAME)} if takes and takes.by_roles else {}


def _layout(archive: Archive, kind: Format) -> Layout:
    """Return the layout of a file; what is wrong with it is told under its name."""
    name = kind.file.name
    head = b""
    for chunk in archive.chunks(name.lower()):
        head += chunk
        if len(head) > HEAD_BYTES:
            break
    try:
        return detect(head[:HEAD_BYTES], formats=[kind], whole=len(head) <= HEAD_BYTES)
    except UnreadableFileError as error:
        issue = error.issue
        raise UnreadableFileError(
            issue.code, f"{name}: {issue.message}", column=issue.column, value=issue.value
        ) from None


def _not_read(archive: Archive, declared: ImportFormat) -> Iterator[Issue]:
    known = {name.lower() for name in declared.ignores}
    for path in archive.ignored:
        base = path.rpartition("/")[2].lower()
        if base.startswith(("._", ".ds_store")):  # a Mac's shadows of the files
            continue
        why = "has nothing that is kept here" if base in known else "is not a file of a set"
        yield Issue(0, NOT_READ, f"“{path}” {why}: it was not read.")
