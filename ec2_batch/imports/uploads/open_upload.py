"""Stage 2, open: an upload is one CSV file, or a zip of several."""

from collections.abc import Iterator
from typing import BinaryIO

from ec2_batch.imports.detect.detect import HEAD_BYTES, detect
from ec2_batch.imports.detect.header import formats_wanted
from ec2_batch.imports.uploads.archive import is_zip
from ec2_batch.imports.uploads.open_archive_files import open_archive_files
from ec2_batch.imports.uploads.opened import Opened, SourceFile
from ec2_batch.imports.uploads.spool import Spooled

CHUNK_BYTES = 1 << 20


def open_upload(spooled: Spooled, name: str, wanted: str | None) -> Opened:
    """Return the files of an upload, in the order in which they are applied.

    Raises:
        UnreadableFileError: it is not a file that can be imported.
    """
    spooled.file.seek(0)
    head = spooled.file.read(HEAD_BYTES)
    if is_zip(head):
        return open_archive_files(spooled.file, wanted)
    whole = spooled.size <= HEAD_BYTES
    layout = detect(head, formats=formats_wanted(wanted), whole=whole)
    return Opened([SourceFile(name, layout, lambda: _chunks(spooled.file))])


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    at = 0
    while True:
        file.seek(at)  # whoever else has read from it in between
        if not (chunk := file.read(CHUNK_BYTES)):
            return
        at += len(chunk)
        yield chunk
