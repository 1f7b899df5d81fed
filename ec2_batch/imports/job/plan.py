"""Plans: what applying an upload would do, counted, sampled and hashed, before anything is."""

import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any

from schema.rules.import_plan import many_deactivations

SAMPLE = 1000  # changes of a job that are kept to be looked at, and as many records that leave
LEAVES = "deactivate"


@dataclass(frozen=True, slots=True)
class Sampled:
    """One change to be looked at."""

    file: str
    line: int
    entity: str
    key: str
    action: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    by_hand: bool


@dataclass(slots=True)
class FilePlan:
    """What would become of one file's rows; field names are those that the job shows."""

    file: str
    entity: str
    rows: int = 0
    create: int = 0
    update: int = 0
    unchanged: int = 0
    deactivate: int = 0
    rejected: int = 0
    overwritten: int = 0  # updates of records that somebody has written by hand
    # Of the school and term of which the greatest share leaves: how many, and of how many.
    most_of_one: tuple[int, int] | None = None


@dataclass(slots=True)
class Plan:
    """What would become of all files of an upload."""

    files: list[FilePlan] = field(default_factory=list)
    samples: list[Sampled] = field(default_factory=list)
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add_to_hash(self, said: str) -> None:
        """Let the hash depend on something that is going to happen."""
        self._digest.update(said.encode() + b"\n")

    def room(self, *, leaving: bool) -> int:
        """Return how many more changes are kept, of records that leave or of others."""
        return SAMPLE - sum((sample.action == LEAVES) is leaving for sample in self.samples)

    @property
    def hash(self) -> str:
        """Return what differs as soon as anything else would be done than was seen."""
        return self._digest.hexdigest()

    @property
    def rows(self) -> int:
        """Return how many rows the files have."""
        return sum(file.rows for file in self.files)

    @property
    def rejected(self) -> int:
        """Return how many of them cannot be imported."""
        return sum(file.rejected for file in self.files)

    @property
    def must_be_confirmed(self) -> bool:
        """Say whether so many records would be put out of use that somebody must confirm it."""
        return bool(many_deactivations(self.counted()))

    def counted(self) -> list[dict[str, Any]]:
        """Return the counts as the job keeps them."""
        return [
            {name: value for name, value in asdict(file).items() if value is not None}
            for file in self.files
        ]
