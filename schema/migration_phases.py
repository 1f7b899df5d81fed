"""Phases of a migration: what new code needs goes before it, what it no longer needs after it.

A version that takes away what the release before uses says so: `phase = "contract"` in its module.
"""

from collections.abc import Sequence
from enum import StrEnum

from alembic.script import Script, ScriptDirectory


class Phase(StrEnum):
    """How far a migration goes."""

    EXPAND = "expand"  # while the release before still runs
    ALL = "all"  # once it runs nowhere any more


class MigrationOrderError(Exception):
    """A release would have to take away before it adds; the message says what to do."""


def pending(scripts: ScriptDirectory, current: str | None) -> Sequence[Script]:
    """Return the versions that a database at `current` lacks, oldest first."""
    return list(reversed(list(scripts.iterate_revisions("head", current or "base"))))


def last_to_apply(versions: Sequence[Script], phase: Phase) -> str | None:
    """Return the last version that may be applied in a phase; None when there is none.

    Raises:
        MigrationOrderError: a version adds after one that takes away.
    """
    wanted = list(versions)
    if phase is Phase.EXPAND:
        wanted = [version for version in versions if not takes_away(version)]
        first = next((version for version in versions if takes_away(version)), None)
        if first and wanted and versions.index(wanted[-1]) > versions.index(first):
            raise MigrationOrderError(
                f"{wanted[-1].revision} adds what this release needs, but comes after"
                f" {first.revision}, which takes away what the release before may use. Deploy the"
                f" release that ends with {first.revision} and contract it first."
            )
    return wanted[-1].revision if wanted else None


def takes_away(version: Script) -> bool:
    """Return whether the release before it may not survive a version."""
    return bool(getattr(version.module, "phase", Phase.EXPAND) == "contract")
