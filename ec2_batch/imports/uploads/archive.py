"""Zip files: the CSV files inside, as streams of bytes; nothing is unpacked to disk."""

import struct
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import IO, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from ec2_batch.imports.issue import UnreadableFileError, shown
from ec2_batch.imports.uploads.archive_members import find_members, nested, too_many_files

CHUNK_BYTES = 256 << 10
MAX_UNPACKED_BYTES = 2 << 30  # all members together
MAX_RATIO = 100  # CSV files come to 5 to 30
# Below this a high ratio is no harm, and small tables of equal rows do have one.
RATIO_FROM_BYTES = 10 << 20
ZIP_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
# What the module raises over bytes that are not as they should be.
DAMAGE = (BadZipFile, zlib.error, struct.error, EOFError, UnicodeDecodeError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip whose directory was found harmless; what its members hold shows as they are read."""

    members: dict[str, ZipInfo]  # by base name in lower case, in the archive's order
    ignored: tuple[str, ...]  # paths of members that are not read
    zipped: ZipFile
    unpacked: dict[str, int] = field(default_factory=dict)  # bytes, the most a pass has seen

    @property
    def names(self) -> tuple[str, ...]:
        """Return the base names, in lower case, of the files that can be read."""
        return tuple(self.members)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a file's bytes from the first on, as often as it is asked for.

        Raises:
            UnreadableFileError: it is damaged, grows beyond all measure or is a zip itself.
        """
        member, size = self.members[name], 0
        try:
            with self.zipped.open(member) as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    if size == 0 and is_zip(chunk):
                        raise nested(member.filename)
                    size += len(chunk)
                    self._weigh(name, size)
                    yield chunk
        except DAMAGE:
            raise UnreadableFileError(
                "DAMAGED_ZIP",
                f"“{shown(member.filename)}” cannot be unpacked: the zip file is damaged."
                " Make it again, and upload the new one.",
            ) from None

    def _weigh(self, name: str, size: int) -> None:
        self.unpacked[name] = max(size, self.unpacked.get(name, 0))
        packed = self.members[name].compress_size  # no more than the file has: none overlap
        if size > RATIO_FROM_BYTES and size > MAX_RATIO * packed:
            raise UnreadableFileError(
                "ZIP_BOMB",
                f"“{shown(self.members[name].filename)}” unpacks to more than {MAX_RATIO} times"
                " its size, which no table does. Make the zip file again from the CSV files.",
            )
        if sum(self.unpacked.values()) > MAX_UNPACKED_BYTES:
            raise UnreadableFileError(
                "TOO_LARGE",
                f"The zip file unpacks to more than {MAX_UNPACKED_BYTES >> 30} GB."
                " Divide it, and upload the parts one after the other.",
            )


class _Guarded:
    """A zip file's bytes, of which nobody can be led to take many at once."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.size = file.seek(0, 2)
        self.seekable, self.tell = file.seekable, file.tell

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == 0 and not 0 <= offset <= self.size:
            raise BadZipFile
        return self.file.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        # The directory is asked for in one piece, whichever of its records gives the length.
        if size > CHUNK_BYTES:
            raise _DirectoryTooLargeError
        return self.file.read(CHUNK_BYTES if size < 0 else size)


class _DirectoryTooLargeError(Exception):
    """A zip's directory is longer than that of any honest one."""


def is_zip(head: bytes) -> bool:
    """Say whether a file that begins with `head` is a zip."""
    return head.startswith(ZIP_BEGINNINGS)


def open_archive(file: BinaryIO, allowed: Collection[str]) -> Archive:
    """Return a zip with those of its files whose base names, in lower case, are allowed.

    Raises:
        UnreadableFileError: it is not a zip that can be read, or might do harm.
    """
    guarded: IO[bytes] = _Guarded(file)  # type: ignore[assignment]
    try:
        zipped = ZipFile(guarded)
    except _DirectoryTooLargeError:
        raise too_many_files() from None
    except DAMAGE:
        raise UnreadableFileError(
            "NOT_A_ZIP",
            "The file is not a zip file, or the end of it is missing. Make it again, and upload"
            " all of it.",
        ) from None
    members, ignored = find_members(zipped, allowed)
    archive = Archive(members, ignored, zipped)
    for name in archive.names:
        next(archive.chunks(name), b"")  # so that what is wrong at once is said at once
    return archive
