"""Stage 2, open: what an upload holds, one file or several, each with its layout."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from ec2_batch.imports.blocks import Block, read_blocks
from ec2_batch.imports.detect import HEAD_BYTES, detect
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.spool import Spooled

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file whose layout is known and whose bytes can be read again and again."""

    name: str
    layout: Layout
    chunks: Callable[[], Iterator[bytes]]

    def of_school(self, default_school: int | None) -> "SourceFile":
        """Return the file as one whose rows are this school's unless they name another."""
        return replace(self, layout=replace(self.layout, default_school=default_school))

    def blocks(self) -> Iterator[Block]:
        """Yield its records, from the first."""
        return read_blocks(self.chunks(), self.layout)


def open_upload(spooled: Spooled, name: str, wanted: str | None) -> list[SourceFile]:
    """Return the files of an upload, in the order in which they are applied.

    Raises:
        UnreadableFileError: it is not a file that can be imported.
    """
    spooled.file.seek(0)
    head = spooled.file.read(HEAD_BYTES)
    layout = detect(head, wanted=wanted, whole=spooled.size <= HEAD_BYTES)
    return [SourceFile(name, layout, lambda: _chunks(spooled.file))]


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    at = 0
    while True:
        file.seek(at)  # whoever else has read from it in between
        if not (chunk := file.read(CHUNK_BYTES)):
            return
        at += len(chunk)
        yield chunk
