"""The machine that figures were measured on, in words."""

import os
import platform
from collections.abc import Iterable
from pathlib import Path


def machine() -> str:
    """Return the processor, the memory and the system."""
    return (
        f"Machine: {_processor()}, {os.cpu_count()} processors, {_memory()} GB, "
        f"{platform.system()} {platform.release()}; client, servers and database all on it"
    )


def listed(facts: Iterable[str]) -> str:
    """Return facts as a list in Markdown."""
    return "".join(f"- {fact}\n" for fact in facts)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3)
