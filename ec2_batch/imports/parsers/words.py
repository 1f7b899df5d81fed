"""Words: one of those that a column knows, each with what it means."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from ec2_batch.imports.issue import BadValueError, did_you_mean, shown

Meaning = TypeVar("Meaning")


def one_of(words: Mapping[str, Meaning]) -> Callable[[str], Meaning]:
    """Return a parser of some words; case, spaces and punctuation do not count.

    An unknown word is an error, never a default.
    """
    meanings = {_bare(word): meaning for word, meaning in words.items()}
    known = ", ".join(words)

    def parse(text: str) -> Meaning:
        if (bare := _bare(text)) in meanings:
            return meanings[bare]
        raise BadValueError(
            "UNKNOWN_VALUE",
            f"“{shown(text)}” is not one of {known}.{did_you_mean(text, list(words))}",
        )

    return parse


def _bare(word: str) -> str:
    return "".join(character for character in word.casefold() if character.isalnum())
