"""Blocks: the students who share schools and sections, and the sizes they add up to.

A size ends where a block ends. So a larger size brings new blocks, with sections of
their own, and no section of a smaller size gets another student.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

Size = Literal["S", "M", "L", "XL"]

STUDENTS: dict[Size, int] = {"S": 60, "M": 1_200, "L": 20_000, "XL": 200_000}
BLOCK_STUDENTS = 200  # at most: the first block is S, and a size may end in a shorter one
BLOCKS_UP_TO_M = 7  # what the first two schools teach; later ones share 10 blocks a pair
BLOCKS_PER_PAIR = 10


@dataclass(frozen=True, slots=True)
class Block:
    """Students by number, first and last included."""

    number: int  # from 0
    first: int
    last: int

    @property
    def pair(self) -> int:
        """The pair of schools, from 0: a high school and an academy."""
        return pair_of(self.number)

    @property
    def opens_schools(self) -> bool:
        """Whether this is the first block of its pair of schools."""
        return self.number == 0 or pair_of(self.number - 1) != self.pair


def pair_of(number: int) -> int:
    """Return the pair of schools that the block's students go to."""
    if number < BLOCKS_UP_TO_M:
        return 0
    return 1 + (number - BLOCKS_UP_TO_M) // BLOCKS_PER_PAIR


def blocks_by_size() -> Iterator[tuple[Size, list[Block]]]:
    """Yield each size, smallest first, with the blocks that it adds to the one before."""
    number, students = 0, 0
    for size in get_args(Size):
        added = []
        while students < STUDENTS[size]:
            last = min(students + BLOCK_STUDENTS, STUDENTS[size])
            added.append(Block(number, students + 1, last))
            number, students = number + 1, last
        yield size, added
