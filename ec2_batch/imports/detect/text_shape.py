"""Detection, first half: whether bytes are text, in which encoding, cut by which line end."""

import codecs
import re

from ec2_batch.imports.issue import UnreadableFileError
from ec2_batch.imports.layout import TextShape

# What people upload by mistake, by its first bytes.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip file or an Excel workbook; save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; save the sheet as CSV"),
    (b"\x1f\x8b", "a gzip file; unpack it first"),
    (b"SQLite format 3\0", "an SQLite database"),
)
MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
QUOTED = re.compile('"[^"]*"')
HEADER_BYTES = 256  # hardly more than the header, whose letters are ours whatever the rows hold
TEXT_CONTROLS = b"\t\n\r\f\x1a"
MAX_BINARY_SHARE = 0.02  # control characters in text; pictures and programs have 10% and more


def text_shape(head: bytes, *, whole: bool = False) -> TextShape:
    """Return how a file's first bytes are text; `whole` says that they are all.

    Raises:
        UnreadableFileError: they are not text.
    """
    if not head.strip(b" \t\r\n\0"):
        raise UnreadableFileError("EMPTY_FILE", "The file is empty.")
    for signature, what in SIGNATURES:
        if head.startswith(signature):
            raise UnreadableFileError("NOT_TEXT", f"This is not a CSV file but {what}.")
    encoding, exact = _encoding(head, whole=whole)
    text = decoded_head(head, encoding)
    if _binary_share(text) > MAX_BINARY_SHARE:
        raise UnreadableFileError("NOT_TEXT", "This is not a CSV file: its bytes are not text.")
    return TextShape(encoding, exact, _line_end(text))


def decoded_head(head: bytes, encoding: str) -> str:
    """Return the head's text; its last character may have been cut in two."""
    return codecs.getincrementaldecoder(encoding)("replace").decode(head)


def _encoding(head: bytes, *, whole: bool) -> tuple[str, bool]:
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding, True
    begin = head[:HEADER_BYTES]
    pairs = max(len(begin) // 2, 1)
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if begin[start::2].count(0) / pairs > 0.3 and begin[1 - start :: 2].count(0) / pairs < 0.1:
            return encoding, True
    beyond_ascii = [line for line in head.splitlines(keepends=True) if not line.isascii()]
    if not beyond_ascii:
        # What comes later may still turn out to be either.
        return "utf-8", False
    # Old encodings hardly ever look like UTF-8, so that one line which does settles it.
    found = any(_is_utf8(line, whole=whole) for line in beyond_ascii)
    return ("utf-8", True) if found else ("cp1252", False)


def _is_utf8(line: bytes, *, whole: bool) -> bool:
    # With its line end: only the very last character of a head may have been cut in two.
    try:
        codecs.getincrementaldecoder("utf-8")().decode(line, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _binary_share(text: str) -> float:
    controls = sum(text.count(chr(c)) for c in range(32) if c not in TEXT_CONTROLS)
    # A stray NUL or two is a row's trouble, not the file's.
    return max(controls - 2, 0) / max(len(text), 1)


def _line_end(text: str) -> bytes:
    unquoted = QUOTED.sub("", text)  # a line break in a cell may well be another one
    both = unquoted.count("\r\n")
    if unquoted.count("\r") - both > unquoted.count("\n"):
        return b"\r"
    return b"\r\n" if both else b"\n"
