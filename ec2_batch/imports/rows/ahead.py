"""Work ahead: what comes next is made ready while what came before is written."""

from collections.abc import Iterable, Iterator
from queue import Queue
from threading import Event as Signal
from threading import Thread
from typing import Generic, TypeVar

Item = TypeVar("Item")
DEPTH = 2  # items that wait; more of them take memory and no time off


class _End(Generic[Item]):
    """What the last item is followed by."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the same items, made on a thread of its own that is never more than a few ahead.

    An error of the making is raised where the item was to come.
    """
    ready: Queue[Item | _End[Item]] = Queue(DEPTH)
    left = Signal()

    def make() -> None:
        error: BaseException | None = None
        try:
            for item in items:
                ready.put(item)
                if left.is_set():
                    return
        except BaseException as raised:
            error = raised
        ready.put(_End(error))

    thread = Thread(target=make, name="ahead", daemon=True)
    thread.start()
    try:
        while not isinstance(item := ready.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        left.set()
        while thread.is_alive():  # it may wait for room
            if not ready.empty():
                ready.get_nowait()
            thread.join(0.01)
