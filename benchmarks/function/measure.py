"""Starts a function as Lambda does, and takes its time, processor and memory."""

import asyncio
import json
import os
import time
from asyncio import Queue
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.function.subjects import Subject
from benchmarks.leave import MeasureError
from infra_cfn.local.function.process import FunctionProcess, FunctionSettings
from infra_cfn.local.function.runtime_api import Invocation

WARM_INVOCATIONS = 300
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Start:
    """One cold start and what came after it."""

    init_cpu_ms: float
    init_ms: float
    rss_mb: float  # after INIT
    first_ms: float
    warm_ms: float  # median


async def start(subject: Subject) -> Start:
    """Start a subject's process, ask it once, and then again and again."""
    waiting: Queue[Invocation] = Queue()
    settings = FunctionSettings(subject.handler, subject.environment, subject.task_root)
    initialised = asyncio.Event()
    process = FunctionProcess(settings, waiting, initialised.set)
    living = asyncio.create_task(process.live())
    try:
        await asyncio.wait(
            {living, asyncio.ensure_future(initialised.wait())}, return_when="FIRST_COMPLETED"
        )
        if living.done():
            raise MeasureError(f"{subject.name} did not start: {living.result()}")
        assert process.pid
        assert process.init_seconds
        cpu, rss = cpu_ms(process.pid), rss_mb(process.pid)
        first = await ask(waiting, subject)
        warm = [await ask(waiting, subject) for _ in range(WARM_INVOCATIONS)]
        return Start(cpu, process.init_seconds * 1000, rss, first, median(warm))
    finally:
        living.cancel()
        with suppress(asyncio.CancelledError):
            await living
        await asyncio.sleep(0.2)  # asyncio buries the process in a thread of its own


async def ask(waiting: "Queue[Invocation]", subject: Subject) -> float:
    """Return the milliseconds of one invocation that is answered with 200."""
    result: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
    began = time.perf_counter()
    waiting.put_nowait(Invocation(subject.event, "", result))
    answer = json.loads(await result)
    taken = time.perf_counter() - began
    if answer["statusCode"] != 200:
        raise MeasureError(f"{subject.name} answered {answer['statusCode']}: {answer['body']}")
    return taken * 1000


def cpu_ms(pid: int) -> float:
    """Return what a process has used of the processor until now."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS * 1000


def rss_mb(pid: int) -> float:
    """Return what a process holds of the memory."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    [line] = [line for line in lines if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024
