"""Blocks of new records two at a time: the second is begun while the first is written."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from contextvars import copy_context
from threading import Event as Signal

from psycopg2 import DataError, IntegrityError
from psycopg2.errors import InsufficientPrivilege
from psycopg2.extensions import connection as Connection
from sqlalchemy import Engine

from ec2_batch.imports.apply.apply_block import LOST, apply_block, insert_block
from ec2_batch.imports.merge.keep_record import Counts
from ec2_batch.imports.merge.new_rows import NotNewError
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.rows.ready import Ready
from ec2_batch.imports.rows.stage import create_tables
from ec2_batch.transaction import connect, transaction
from runtime import tracing

LANES = 2  # the database has more to do for a row than the worker, and more processors to do it


class OutOfTurnError(Exception):
    """The block before was not written."""


# What only says that blocks must be written one by one.
IN_VAIN = (OutOfTurnError, NotNewError, DataError, IntegrityError, InsufficientPrivilege, *LOST)


class Turn:
    """A block's place in the order of the file."""

    def __init__(self, before: "Future[Counts] | None") -> None:
        """Come after that one."""
        self._before = before
        self.begun = Signal()

    def note_begun(self) -> None:
        """Let the next block begin."""
        self.begun.set()

    def wait(self) -> None:
        """Wait until the block before is written.

        Raises:
            OutOfTurnError: it is not.
        """
        if self._before and self._before.exception():
            raise OutOfTurnError


class Writer:
    """Writes the blocks of a file in their order, on as many connections as it takes."""

    def __init__(self, lane: Callable[[int], Connection], part: Part, *, seems_new: bool) -> None:
        """Begin with none; `lane` gives a connection of so many, the first being 0."""
        self._lane, self._part = lane, part
        self._seems_new = seems_new
        self._begun = deque[tuple[Ready, Future[Counts]]]()
        self._turns = 0  # since nothing was begun: a file of one block needs one connection
        self._pool = ThreadPoolExecutor(LANES, "lane")

    def write(self, block: Ready) -> None:
        """Write a block, or begin to; whatever is wrong with one before it is raised here.

        Raises:
            FencedError: somebody else has moved the job on.
        """
        if len(self._begun) == LANES:
            self._end_first()
        if self._seems_new and len(block.parts) == 1:
            self._turns = self._turns + 1 if self._begun else 0
            self._begin(block, self._lane(self._turns % LANES))
        else:
            self.finish()
            self._apply(block)

    def finish(self) -> None:
        """Wait until all is written that was begun."""
        while self._begun:
            self._end_first()

    def close(self) -> None:
        """Wait for what was begun, however it ends."""
        self._pool.shutdown()

    def _begin(self, block: Ready, lane: Connection) -> None:
        turn = Turn(self._begun[-1][1] if self._begun else None)

        def insert() -> Counts:
            try:
                with tracing.span("apply block", block=block.number):
                    return insert_block(lane, block, self._part, turn)
            finally:
                turn.note_begun()

        work = self._pool.submit(copy_context().run, tracing.carried(insert))
        self._begun.append((block, work))
        turn.begun.wait()

    def _end_first(self) -> None:
        block, begun = self._begun.popleft()
        try:
            begun.result()
        except IN_VAIN:
            # Those behind find that it is not their turn, and have written nothing.
            behind = [later for later, _ in self._begun]
            for _, waiting in self._begun:
                waiting.exception()
            self._begun.clear()
            for each in (block, *behind):
                self._apply(each)

    def _apply(self, block: Ready) -> None:
        with tracing.span("apply block", block=block.number):
            counts = apply_block(self._lane(0), block, self._part, seems_new=self._seems_new)
        self._seems_new = self._part.layout.format.one_record_each and counts.all_new


@contextmanager
def writer(
    engine: Engine, connection: Connection, part: Part, *, seems_new: bool
) -> Iterator[Writer]:
    """Give what writes a file's blocks; its staging tables are on the connection already."""
    with ExitStack() as stack:
        lanes = [connection]

        def lane(number: int) -> Connection:
            while len(lanes) <= number:
                lanes.append(stack.enter_context(connect(engine)))
                with transaction(lanes[-1]) as cursor:
                    create_tables(cursor, part.layout.format)
            return lanes[number]

        writing = Writer(lane, part, seems_new=seems_new)
        stack.callback(writing.close)  # before its connections are given back
        yield writing
