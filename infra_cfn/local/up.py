"""`make up`: the whole system on this machine, until Ctrl-C, SIGTERM or `make down`."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from infra_cfn.local.local_system import LocalSystem, Tell, Wishes, bring_up
from infra_cfn.local.postgres.binaries import NoPostgresError
from infra_cfn.local.postgres.cluster import PostgresError
from infra_cfn.local.processes.child import StartError
from infra_cfn.local.processes.leash import end_with_parent
from infra_cfn.local.processes.lock import BusyError, alone
from infra_cfn.local.processes.supervisor import Children, Restarts, Stopped, stop_on_signals, watch
from infra_cfn.local.up_file import DATA, up_file, write_up
from infra_cfn.local.welcome import welcome

FRESH_SECONDS = 12 * 3600  # tokens are good for twice as long


def main() -> int:
    """Run the local system; 1 and a sentence when it cannot be had."""
    options = _options().parse_args()
    wishes = Wishes(
        data=options.data.resolve(),
        size=options.size,
        port=options.port,
        database_url=os.environ.get("DATABASE_URL"),
        seed=options.seed,
        through_gateway=options.through_gateway,
    )
    stop_on_signals()
    if "MAKELEVEL" in os.environ:  # a make that is killed tells nobody
        end_with_parent(signal.SIGTERM, os.getppid())
    try:
        with alone(wishes.data):
            return run(wishes, _teller(options.verbose))
    except BusyError as busy:
        _say(f"Student Cloud runs here already, as process {busy.pid}; `make down` ends it.")
    except Stopped:
        return 0
    return 1


def run(wishes: Wishes, tell: Tell) -> int:
    """Start everything, watch over it until Stopped, and end it in order."""
    children = Children()
    # Of a supervisor that was killed: nobody shall take it for ours.
    up_file(wishes.data).unlink(missing_ok=True)
    try:
        system = bring_up(wishes, children, tell)
        write_up(wishes.data, system.up)
        sys.stdout.write(welcome(system.up, wishes.data))
        sys.stdout.flush()
        _watch(system, children, wishes.data)
    except Exception as misfortune:
        if not _has_sentence(misfortune):
            raise
        _say(f"Student Cloud cannot run: {misfortune}")
        return 1
    finally:
        up_file(wishes.data).unlink(missing_ok=True)
        children.stop()
        tell("All has ended.")
    return 0


def _has_sentence(misfortune: Exception) -> bool:
    """Say whether it comes from outside this program, and its message says enough."""
    if isinstance(misfortune, (StartError, PostgresError, NoPostgresError, OSError)):
        return True
    # Named, not imported: these libraries are loaded only where they are needed.
    libraries = ("infra_cfn.stack", "botocore", "boto3", "sqlalchemy", "psycopg2")
    return type(misfortune).__module__.startswith(libraries)


def _watch(system: LocalSystem, children: Children, data: Path) -> None:
    up = system.up

    def note_pids() -> None:
        nonlocal up
        up = replace(up, pids=children.pids())
        write_up(data, up)

    def note_tokens(tokens: dict[str, str]) -> None:
        nonlocal up
        up = replace(up, tokens=tokens)
        write_up(data, up)

    watch(
        children,
        {"worker": Restarts(system.start_worker)},
        [_token_refresher(system, note_tokens)],
        note_pids,
        _say,
    )


def _token_refresher(
    system: LocalSystem, note: Callable[[dict[str, str]], None]
) -> Callable[[], None]:
    # By the wall clock: a laptop may have slept since.
    refreshed = time.time()

    def look() -> None:
        nonlocal refreshed
        if time.time() - refreshed > FRESH_SECONDS:
            refreshed = time.time()
            try:
                users = system.sign_in()
            except (StartError, OSError) as misfortune:
                _say(f"The tokens could not be renewed: {misfortune}")
            else:
                note({role.value: user.token for role, user in users.items()})

    return look


def _teller(verbose: bool) -> Tell:
    began = time.monotonic()

    def tell(sentence: str) -> None:
        if verbose:
            sys.stderr.write(f"{time.monotonic() - began:6.2f} s  ")
        _say(sentence)

    return tell


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make up", description=__doc__)
    add = parser.add_argument
    add(
        "--size",
        choices=("S", "M", "L", "XL"),
        default="M",
        help="of the demo data; M is 1,200 students",
    )
    add("--port", type=int, default=8080, help="of the pages; when taken, another is found")
    add("--seed", action="store_true", help="load demo data into the database of DATABASE_URL too")
    add("--data", type=Path, default=DATA, help="folder that everything is kept in")
    add(
        "--through-gateway",
        action="store_true",
        help="deploy every stack, and ask through the stand-in's API Gateway and Lambda",
    )
    add("--verbose", action="store_true", help="say when each step was done")
    return parser


if __name__ == "__main__":
    sys.exit(main())
