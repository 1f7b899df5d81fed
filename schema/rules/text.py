"""Rules: what a text in the records may hold."""

import re
import unicodedata

from schema.rules.fault import Fault

# Control characters, and those that turn or hide text. Joiners (200C, 200D) are part of
# Persian and Indic names and stay.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_UNDECODED = Fault("BAD_ENCODING", "{} holds bytes that are not text.")


def composed(value: str) -> str:
    """Return a text trimmed, and each letter in one piece (NFC), so that equal names are equal."""
    return value.strip() if value.isascii() else unicodedata.normalize("NFC", value).strip()


def text_fault(value: str) -> Fault | None:
    """Return what a text holds that cannot be seen or was not decoded; None means nothing."""
    if value.isascii() and value.isprintable():
        return None
    if "\N{REPLACEMENT CHARACTER}" in value:
        return _UNDECODED
    if hidden := _HIDDEN.search(value):
        sentence = f"It holds the hidden character U+{ord(hidden[0]):04X}."
        return Fault("INVALID_CHARACTERS", sentence)
    return None
