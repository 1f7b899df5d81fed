"""Bytes of text: whatever a file is encoded in, ASCII is ASCII from here on."""

import codecs
from collections.abc import Iterable, Iterator

from ec2_batch.imports.layout import TextShape


def as_bytes_of_text(chunks: Iterable[bytes], shape: TextShape) -> Iterator[bytes]:
    """Yield chunks in which ASCII is ASCII: UTF-16 and UTF-32 become UTF-8."""
    if shape.encoding in ("utf-8", "utf-8-sig", "cp1252"):
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(shape.encoding)("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode()
