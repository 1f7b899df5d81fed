"""Watches over the programs of the local system, and ends them in order."""

import os
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import FrameType

from infra_cfn.local.processes.child import Child

LOOK_SECONDS = 0.25
# A worker that ends at once is broken, not unlucky: it is given ever more time.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY_SECONDS = 60.0  # after which an end counts as the first again


class Stopped(BaseException):  # not an error: past every `except Exception`
    """Somebody asked for the end."""


def stop_on_signals() -> None:
    """Have Ctrl-C and SIGTERM raise Stopped on the main thread, whatever it is doing."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(number: int, _frame: FrameType | None) -> None:
        # Once is enough: what follows is the orderly end.
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(signal.Signals(number).name)

    for each in signals:
        # `nohup` has the terminal's end ignored, and means it.
        if each != signal.SIGHUP or signal.getsignal(each) != signal.SIG_IGN:
            signal.signal(each, stop)


@dataclass
class Children:
    """The programs that run, in the order they were started."""

    running: dict[str, Child] = field(default_factory=dict)

    def add(self, child: Child) -> Child:
        """Take charge of a program, in place of one of the same name that has ended."""
        self.running[child.program.name] = child
        return child

    def pids(self) -> dict[str, int]:
        """Return the process ids by name, our own among them."""
        return {"supervisor": os.getpid()} | {n: child.pid for n, child in self.running.items()}

    def stop(self) -> None:
        """End them all, and only then those that serve them."""
        for serving in (False, True):
            ending = [c for c in self.running.values() if c.program.serves is serving]
            for child in ending:
                child.ask_to_end()
            for child in ending:
                child.see_out()


@dataclass
class Restarts:
    """When a program that ended is started again."""

    start: Callable[[], Child]
    pause: float = FIRST_PAUSE
    started: float = field(default_factory=time.monotonic)

    def again(self) -> Child:
        """Start it after a pause, which is longer the sooner it ended."""
        steady = time.monotonic() - self.started > STEADY_SECONDS
        pause = FIRST_PAUSE if steady else self.pause
        time.sleep(pause)
        self.pause = min(pause * 2, LONGEST_PAUSE)
        self.started = time.monotonic()
        return self.start()


def watch(
    children: Children,
    restarts: dict[str, Restarts],
    each_look: Iterable[Callable[[], None]],
    changed: Callable[[], None],
    tell: Callable[[str], None],
) -> None:
    """Look after the children until Stopped is raised.

    Those in `restarts` are started again, and `changed` is called; of others it is told that
    they ended.
    """
    reported: set[int] = set()
    while True:
        for name, child in list(children.running.items()):
            ended = child.ended()
            if ended is None or child.pid in reported:
                continue
            reported.add(child.pid)
            if name in restarts:
                tell(f"The {name} {ended} and is started again. {child.last_words()}")
                children.add(restarts[name].again())
                changed()
            else:
                tell(f"The {name} {ended}; `make down` and `make up` mend it. {child.last_words()}")
        for look in each_look:
            look()
        time.sleep(LOOK_SECONDS)
