"""Stages 1 to 4 in a row: an uploaded object to a stream of rows, valid or rejected."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.detect import HEAD_BYTES, detect
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.lines import physical_lines
from ec2_batch.imports.parse import Broken, parse
from ec2_batch.imports.read_references import read_references
from ec2_batch.imports.references import References
from ec2_batch.imports.uploaded_object import UploadedObject, read_chunks
from ec2_batch.imports.validate import Rejected, Valid, validate

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file whose layout is known and whose bytes are yet to be read."""

    layout: Layout
    chunks: Iterator[bytes]  # all of it, from the first byte

    def validated(self, references: References) -> Iterator[Valid | Rejected]:
        """Yield every row once, as the bytes come in."""
        for row in parse(physical_lines(self.chunks, self.layout.shape), self.layout):
            if isinstance(row, Broken):
                yield Rejected(row.line, [row.issue])
            else:
                yield validate(row, self.layout, references)


def open_file(
    s3: "S3Client", upload: UploadedObject, wanted: str | None, digest: Callable[[bytes], object]
) -> OpenedFile:
    """Return an uploaded file with its layout; `digest` is given each byte that is read.

    Raises:
        UnreadableFileError: it is not a file that can be imported.
    """

    def digested() -> Iterator[bytes]:
        for chunk in read_chunks(s3, upload):
            digest(chunk)
            yield chunk

    chunks = digested()
    head = b""
    while len(head) < HEAD_BYTES and (more := next(chunks, None)) is not None:
        head += more
    layout = detect(head[:HEAD_BYTES], wanted=wanted, whole=upload.size <= HEAD_BYTES)
    return OpenedFile(layout, chain([head], chunks))


def references_for(cursor: Cursor, layout: Layout, today: date) -> References:
    """Return what the rows of a layout are checked against."""
    return read_references(cursor, today, courses="course" in layout.positions)
