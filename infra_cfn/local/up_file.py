"""`.data/up.json`: what runs here, for scripts, tests and commands."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

DATA = Path(__file__).parents[2] / ".data"


@dataclass(frozen=True, slots=True)
class Up:
    """Where everything answers, a token of each role, and the process ids."""

    graphql: str
    graphiql: str
    console: str
    api: str
    aws_endpoint: str
    database_url: str
    upload_bucket: str
    tokens: Mapping[str, str]
    pids: Mapping[str, int]


def up_file(data: Path) -> Path:
    """Return where the file is in a data folder."""
    return data / "up.json"


def write_up(data: Path, up: Up) -> None:
    """Write the file anew, in one step, for its owner's eyes alone."""
    new = up_file(data).with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(up), file, indent=2)
    new.replace(up_file(data))


def main(path: str, role: str) -> None:
    """Print the token of a role, as the local gateway asks for it: without a slow import."""
    sys.stdout.write(json.loads(Path(path).read_text())["tokens"][role])


if __name__ == "__main__":
    main(*sys.argv[1:])
