"""Lives of an import: each a process of its own, begun in no time, that is killed at a moment."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from tests.ec2_batch.worker_process import ROOT

BLOCK_BYTES = 64 << 10  # so that a file of some megabytes has enough chunks
# All is loaded once. Each line asks for a life: the job, the chunk of this life that it is to end
# after (0 is its beginning) and the seconds from there. How it ended is told.
CRADLE = f"""
import os, signal, sys, threading, time
from datetime import date
from ec2_batch.engine import engine_for
from ec2_batch.imports.apply import apply_block
from ec2_batch.imports.rows import blocks
from ec2_batch.imports.import_file import ImportEdges, import_file
from ec2_batch.outcome import Outcome
from runtime import aws
from runtime.settings import BatchSettings
blocks.BLOCK_BYTES = {BLOCK_BYTES}
pass_fence = apply_block.pass_fence
settings, s3 = BatchSettings.read(), aws.client("s3")  # no line is open yet

def die(seconds):
    time.sleep(seconds)
    os.kill(os.getpid(), signal.SIGKILL)

def live(job, chunk, seconds):
    passed = 0
    def count(*args):
        nonlocal passed
        passed += 1
        if passed == chunk:
            threading.Thread(target=die, args=(seconds,)).start()
        pass_fence(*args)
    apply_block.pass_fence = count
    if chunk == 0:
        threading.Thread(target=die, args=(seconds,)).start()
    buckets = settings.upload_bucket, settings.report_bucket
    today, engine = date(2026, 11, 22), engine_for(settings, 2)
    edges = ImportEdges(engine, s3, *buckets, lambda: today, threading.Event())
    while import_file(edges, job) is Outcome.BUSY:
        time.sleep(0.02)  # until the database sees that the one before is dead

for line in sys.stdin:
    job, chunk, seconds = line.split()
    child = os.fork()
    if not child:
        live(int(job), int(chunk), float(seconds))
        os._exit(0)
    print(os.waitpid(child, 0)[1], flush=True)
"""
NEVER = 2**31


@dataclass
class Cradle:
    """Where lives begin, one after the other."""

    asks: IO[str]
    tells: IO[str]

    def live(self, job_id: int, chunk: int = NEVER, seconds: float = 0) -> bool:
        """Have a life until a moment, and say whether it ended before that, and well."""
        self.asks.write(f"{job_id} {chunk} {seconds}\n")
        self.asks.flush()
        return int(self.tells.readline()) == 0


@contextmanager
def cradle(environ: Mapping[str, str]) -> Iterator[Cradle]:
    """Give a place where lives of imports begin, with a worker's variables."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with subprocess.Popen(
        [sys.executable, "-c", CRADLE],
        cwd=ROOT,
        env=inherited | dict(environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        asks, tells = process.stdin, process.stdout
        assert asks is not None
        assert tells is not None
        try:
            yield Cradle(asks, tells)
        finally:
            process.kill()
