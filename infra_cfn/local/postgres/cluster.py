"""A PostgreSQL data folder: made once, owned by a user that may run the server."""

import json
import os
import pwd
import re
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from infra_cfn.local.postgres.binaries import find_programs, runs_as_other_users

SUPERUSER = "admin"
LOGINS = ("api_service", "batch_service")


class PostgresError(Exception):
    """The local PostgreSQL cannot be had; the sentence says why."""


@dataclass(frozen=True)
class Cluster:
    """A data folder, the programs that run it and the passwords of its logins."""

    programs: Path
    data: Path
    log: Path
    passwords: Mapping[str, str] = field(repr=False)


def make_cluster(directory: Path) -> Cluster:
    """Return the cluster kept in a directory, after making what is missing of it.

    Raises:
        PostgresError: the folder is of another version, or its passwords are lost.
    """
    home = _home(directory)
    programs = find_programs(reachable_copy=home / "programs")
    data = home / "data"
    passwords = _passwords(home / "passwords.json", made=data.exists())
    if not data.exists():
        _initdb(programs, home / "data.new", passwords[SUPERUSER])
        (home / "data.new").rename(data)
    _refuse_other_version(programs, data)
    return Cluster(programs, data, home / "postgres.log", passwords)


def server_user() -> dict[str, Any]:
    """Return how to start a program as the server's user: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _home(directory: Path) -> Path:
    directory = directory.absolute()
    directory.mkdir(mode=0o755, parents=True, exist_ok=True)
    if runs_as_other_users(directory):
        return directory
    # Root's own folders are closed to nobody: the data goes where both can reach it.
    name = sha256(os.fsencode(directory)).hexdigest()[:12]
    home = Path("/var/tmp") / f"student-cloud-{name}"  # noqa: S108 - its owner is checked below
    home.mkdir(mode=0o755, exist_ok=True)
    if home.is_symlink() or home.stat().st_uid != os.geteuid():
        raise PostgresError(f"{home} belongs to somebody else; remove it.")
    return home


def _passwords(path: Path, *, made: bool) -> dict[str, str]:
    if path.exists():
        return dict(json.loads(path.read_text()))
    if made:
        raise PostgresError(f"{path} is lost; remove {path.parent} to begin with an empty one.")
    passwords = {name: secrets.token_urlsafe(24) for name in (SUPERUSER, *LOGINS)}
    new = path.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_text(json.dumps(passwords))
    new.rename(path)
    return passwords


def _initdb(programs: Path, data: Path, password: str) -> None:
    shutil.rmtree(data, ignore_errors=True)  # of a run that was cut short
    data.mkdir(mode=0o700)
    word = data.with_name("password.new")
    word.touch(mode=0o600)
    word.write_text(password)
    if user := server_user():
        for path in (data, word):
            os.chown(path, user["user"], user["group"])
    words = [str(programs / "initdb"), f"--pgdata={data}", f"--username={SUPERUSER}"]
    words += ["--auth=scram-sha-256", f"--pwfile={word}", "--encoding=UTF8", *_locale(programs)]
    made = subprocess.run(words, cwd="/", capture_output=True, text=True, **user)
    word.unlink()
    if made.returncode != 0:
        raise PostgresError(f"initdb failed: {made.stderr.strip()[-500:]}")


def _locale(programs: Path) -> list[str]:
    # Not "C": its lower() leaves É alone, and e-mail addresses would differ by case.
    if _major_version(programs) >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def _refuse_other_version(programs: Path, data: Path) -> None:
    made_by = int((data / "PG_VERSION").read_text())
    if made_by != (found := _major_version(programs)):
        raise PostgresError(
            f"{data} was made by PostgreSQL {made_by}, and {programs} is {found}:"
            f" set POSTGRES_BIN to version {made_by}, or remove {data.parent}."
        )


def _major_version(programs: Path) -> int:
    shown = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True)
    found = re.search(r"(\d+)", shown.stdout)
    if not found:
        raise PostgresError(f"{programs}/postgres does not run: {shown.stderr.strip()}")
    return int(found[1])
