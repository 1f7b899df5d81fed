"""Draw every diagram into docs/diagrams."""

import sys
from pathlib import Path

from infra_cfn.diagrams.draw import drawn

FOLDER = Path(__file__).parents[2] / "docs/diagrams"

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, picture in drawn().items():
        (FOLDER / f"{name}.svg").write_text(picture)
        sys.stderr.write(f"docs/diagrams/{name}.svg\n")
