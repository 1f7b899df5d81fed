"""Stage 2 of 6, detect: from a file's first bytes to its layout."""

from ec2_batch.imports.header import read_header
from ec2_batch.imports.issue import UnreadableFileError
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.text_shape import text_shape

HEAD_BYTES = 64 * 1024


def detect(head: bytes, *, wanted: str | None = None, whole: bool = False) -> Layout:
    """Return the layout of a file that begins with `head`; `whole` says that it is all.

    Raises:
        UnreadableFileError: it is not a file that can be imported.
    """
    shape = text_shape(head)
    if not whole and shape.cut not in head:
        raise UnreadableFileError("NO_HEADER", "The first line is too long to be a header.")
    return read_header(head, shape, wanted)
