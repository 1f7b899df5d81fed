"""The function: some processes of it, kept alive, that share one line of invocations."""

import asyncio
import logging

from infra_cfn.local.function.process import FunctionProcess, FunctionSettings
from infra_cfn.local.function.runtime_api import FunctionError, Invocation

log = logging.getLogger(__name__)

# Between two attempts at an INIT that fails: somebody is mending it.
RETRY_SECONDS = 1.0


class Function:
    """Answers events as Lambda would, with up to `concurrency` at the same time."""

    def __init__(self, settings: FunctionSettings, *, concurrency: int) -> None:
        self._settings = settings
        self._concurrency = concurrency
        self._waiting: asyncio.Queue[Invocation] = asyncio.Queue()
        self._processes: set[FunctionProcess] = set()
        self._keepers: list[asyncio.Task[None]] = []

    async def start(self) -> float:
        """Start all processes, and return the seconds of the first one's INIT.

        The others start once it is over: they would only slow it down.

        Raises:
            FunctionError: an INIT failed.
        """
        self._first_init: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._keepers = [asyncio.create_task(self._keep())]
        try:
            await self._first_init
        except FunctionError:
            await self.stop()
            raise
        others = range(self._concurrency - 1)
        self._keepers += [asyncio.create_task(self._keep()) for _ in others]
        return next(p.init_seconds for p in self._processes if p.init_seconds)

    async def stop(self) -> None:
        """End all processes."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)

    async def invoke(self, event: bytes, trace_header: str) -> bytes:
        """Return the function's answer to one event.

        Raises:
            FunctionError: it failed, ran out of time, or its process ended.
        """
        result: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait(Invocation(event, trace_header, result))
        return await result

    async def _keep(self) -> None:
        """Start a process, and another whenever it ends."""
        while True:
            process = FunctionProcess(self._settings, self._waiting, self._note_init)
            self._processes.add(process)
            reason = await process.live()
            self._processes.discard(process)
            log.warning("function process ended: %s", reason)
            if process.init_seconds is None:
                self._refuse(reason)
                await asyncio.sleep(RETRY_SECONDS)

    def _note_init(self) -> None:
        if not self._first_init.done():
            self._first_init.set_result(None)

    def _refuse(self, reason: str) -> None:
        """Fail what is waiting if nobody is left to take it."""
        if not self._first_init.done():
            self._first_init.set_exception(FunctionError(reason))
        if any(process.init_seconds for process in self._processes):
            return
        while not self._waiting.empty():
            self._waiting.get_nowait().fail(reason)
