"""The `make up` that runs nearest: in this folder, or in one above."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import click

UP_FILE = Path(".data") / "up.json"
NOTHING_RUNS = (
    "Nothing runs here: there is no .data/up.json in this folder or above. Start `make up`"
)


@dataclass(frozen=True, slots=True)
class Up:
    """What commands need to know of it; the tokens and addresses are those of one start."""

    graphql: str
    aws_endpoint: str
    database_url: str
    upload_bucket: str
    tokens: Mapping[str, str]  # by role
    pids: Mapping[str, int]  # by program

    def token(self, role: str) -> str:
        """Return the token of a demo user.

        Raises:
            ClickException: there is no such user.
        """
        if role not in self.tokens:
            raise click.ClickException(f"The running `make up` has no user who is {role}.")
        return self.tokens[role]


def nearest_up(start: Path) -> Up | None:
    """Return the nearest one, looking from a folder upwards; None where there is none.

    Raises:
        ClickException: its file cannot be read.
    """
    for folder in (start, *start.parents):
        path = folder / UP_FILE
        try:
            said = json.loads(path.read_text())
            return Up(**{field.name: said[field.name] for field in fields(Up)})
        except (FileNotFoundError, NotADirectoryError):
            continue
        except PermissionError:
            raise click.ClickException(
                f"{path} may be read by whoever ran `make up` only."
            ) from None
        except (ValueError, KeyError, TypeError):
            raise click.ClickException(f"{path} is damaged; `make up` writes it anew.") from None
    return None
