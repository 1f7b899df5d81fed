"""Draws: chance that falls the same way every time, whatever else is drawn."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

Item = TypeVar("Item")

# One of the few under which the smallest size has something of everything: see
# tests/schema/test_demo_content.py. Another seed is another district.
SEED = "student cloud 1240"


class Draw:
    """The draws of one person or thing, each told apart by its topic.

    A draw depends on the seed, the key and the topic alone: a new topic or a new
    student changes no draw that was there before.
    """

    __slots__ = ("_prefix",)

    def __init__(self, *key: str | int) -> None:
        self._prefix = f"{SEED}/{'/'.join(map(str, key))}/"

    def below(self, bound: int, topic: str) -> int:
        """Return a whole number from 0 up to but not including the bound."""
        digest = blake2b((self._prefix + topic).encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % bound

    def happens(self, per_thousand: int, topic: str) -> bool:
        """Return True in so many of a thousand cases."""
        return self.below(1000, topic) < per_thousand

    def pick(self, items: Sequence[Item], topic: str) -> Item:
        """Return one of the items."""
        return items[self.below(len(items), topic)]

    def shuffled(self, items: Sequence[Item], topic: str) -> list[Item]:
        """Return the items, at most 32 of them, in another order."""
        digest = blake2b((self._prefix + topic).encode(), digest_size=64).digest()
        order = sorted(range(len(items)), key=lambda i: digest[2 * i : 2 * i + 2])
        return [items[i] for i in order]
