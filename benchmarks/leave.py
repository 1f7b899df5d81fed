"""How a benchmark ends before its time: with a sentence, and with what it started stopped."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import psycopg2
from alembic.util import CommandError

from infra_cfn.local.postgres.binaries import NoPostgresError
from infra_cfn.local.postgres.cluster import PostgresError
from infra_cfn.local.processes.child import StartError
from infra_cfn.package import PackageError


class MeasureError(Exception):
    """Something could not be measured; the message is a sentence."""


FAILURES = (MeasureError, StartError, PostgresError, NoPostgresError, PackageError)


@contextmanager
def leaving_in_order() -> Iterator[None]:
    """Make an exit of a failure or a signal, so that whatever is open is closed on the way."""
    if not sys.platform.startswith("linux"):
        sys.exit("Processor times and memory are read from /proc: this needs Linux.")
    signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    except KeyboardInterrupt:
        sys.exit("Stopped.")
    except FAILURES as failure:
        sys.exit(str(failure))
    except CommandError as failure:
        sys.exit(f"The data kept from an earlier run does not fit: {failure} Remove .data/bench.")
    except (OSError, psycopg2.Error) as failure:
        sys.exit(f"{type(failure).__name__}: {failure}")


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit("Stopped.")
