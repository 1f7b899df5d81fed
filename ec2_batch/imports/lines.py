"""Stage 3a, lines: chunks of bytes to numbered physical lines, in bounded memory."""

import codecs
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ec2_batch.imports.layout import TextShape

MAX_LINE_BYTES = 64 * 1024


class Line(NamedTuple):
    """One physical line, without its end."""

    number: int  # from 1
    data: bytes  # UTF-8, or the file's own 8-bit encoding; the beginning if too long
    too_long: bool = False


def as_bytes_of_text(chunks: Iterable[bytes], shape: TextShape) -> Iterator[bytes]:
    """Yield chunks in which ASCII is ASCII: UTF-16 and UTF-32 become UTF-8."""
    if shape.encoding in ("utf-8", "utf-8-sig", "cp1252"):
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(shape.encoding)("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode()


def physical_lines(chunks: Iterable[bytes], shape: TextShape) -> Iterator[Line]:
    """Yield a file's lines; of a line without end only the beginning is kept."""
    number, rest, overlong = 1, b"", False
    for chunk in as_bytes_of_text(chunks, shape):
        *complete, rest = (rest + chunk).split(shape.cut)
        for data in complete:
            yield _line(number, data, overlong)
            number, overlong = number + 1, False
        if len(rest) > MAX_LINE_BYTES:
            rest, overlong = rest[:MAX_LINE_BYTES], True
    if rest:
        yield _line(number, rest, overlong)


def _line(number: int, data: bytes, overlong: bool) -> Line:
    if number == 1:
        data = data.removeprefix(codecs.BOM_UTF8)
    if overlong or len(data) > MAX_LINE_BYTES:
        return Line(number, data[:MAX_LINE_BYTES], too_long=True)
    return Line(number, data.removesuffix(b"\r"))
