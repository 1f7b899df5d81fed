"""What of a rejected row does not come back: passwords, which are nowhere kept."""

import csv
import io
from functools import lru_cache

from ec2_batch.imports.column_names import bare
from ec2_batch.imports.layout import Layout

SECRETS = ("password", "passwd", "pwd")


def secret_columns(layout: Layout) -> frozenset[int]:
    """Return where a file has columns whose cells nobody should see again."""
    return _secret_columns(layout.header)


@lru_cache(maxsize=16)  # asked for each rejected row, of which a file may have very many
def _secret_columns(header: tuple[str, ...]) -> frozenset[int]:
    names = map(bare, header)
    return frozenset(
        at for at, name in enumerate(names) if any(secret in name for secret in SECRETS)
    )


def without_secrets(row: str, layout: Layout) -> str:
    """Return a row with these cells empty; nothing of one where they cannot be told apart."""
    if not (secret := secret_columns(layout)):
        return row
    try:
        [cells] = csv.reader(io.StringIO(row, newline=""), delimiter=layout.delimiter, strict=True)
    except (csv.Error, ValueError):
        return ""
    if len(cells) != len(layout.header):
        return ""
    kept = ["" if at in secret else cell for at, cell in enumerate(cells)]
    line = io.StringIO()
    csv.writer(line, delimiter=layout.delimiter, lineterminator="").writerow(kept)
    return line.getvalue()
