"""Who loads files: COPY, the importer, and what else could have been used."""

import sys
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from benchmarks.imports.environment import PEER_PYTHON

OWN_PYTHON = Path(sys.executable)


class Content(Enum):
    """What the table holds after a load."""

    NOTHING = auto()
    CLEAN = auto()  # the rows that can be imported
    CHANGED = auto()  # the same, 1% of them as the changed file says


@dataclass(frozen=True, slots=True)
class Load:
    """One load of a subject; several follow each other in one database."""

    name: str
    title: str
    file: str  # the name of one of `Files`
    leaves: Content = Content.CLEAN
    apply: bool = True  # False: a preview


@dataclass(frozen=True, slots=True)
class Subject:
    """A way to load a file."""

    module: str
    loads: tuple[Load, ...]
    notes: str
    python: Path = field(default=OWN_PYTHON)
    bare: bool = False  # into a table without any constraint
    uploads: bool = False  # reads an uploaded object, and not a file
    sampled: bool = False  # too slow for all rows
    again_and_again: bool = False  # quick enough to be measured several times

    @property
    def words(self) -> list[str]:
        return [str(self.python), "-m", f"benchmarks.imports.{self.module}"]


COPY = Subject(
    "loaders.copy",
    (Load("copy", "COPY, same table and constraints", "clean"),),
    "COPY of the clean rows, in the order of the file and with every name already looked up, into"
    " the same table with its constraints, indexes and triggers, as a superuser, whom no policy"
    " asks. Nothing is read, checked or recorded. What the ratios are of.",
    again_and_again=True,
)
BARE = Subject(
    "loaders.copy",
    (Load("bare", "COPY, no constraints", "clean"),),
    "The same into a table of the same columns that has no key, no index and no check: what"
    " PostgreSQL can take on this machine.",
    bare=True,
    again_and_again=True,
)
FRESH = Load("own", "this importer, fresh file", "upload")
OWN = Subject(
    "loaders.own",
    (
        Load(
            "own_preview",
            "this importer, preview of a fresh file",
            "upload",
            Content.NOTHING,
            apply=False,
        ),
        FRESH,
        Load("own_again", "this importer, the same file again", "upload"),
        Load("own_unchanged", "this importer, the same rows in a new file", "again"),
        Load(
            "own_preview_unchanged",
            "this importer, preview of unchanged rows",
            "again",
            apply=False,
        ),
        Load("own_changed", "this importer, 1% of the rows changed", "changed", Content.CHANGED),
    ),
    "The importer as the worker calls it, with the operator's role and under row-level security:"
    " it reads the uploaded object, finds out its layout, checks each row, keeps what it rejected"
    " and what it changed, and tells of every change by an event.",
    uploads=True,
    again_and_again=True,
)
OBJECT = Subject(
    "loaders.read_object",
    (Load("object", "reading the uploaded object alone", "upload", Content.NOTHING),),
    "How long it takes to read the object from the local stand-in for S3 and do nothing else."
    " Part of each of the importer's figures and of no other's.",
    uploads=True,
    again_and_again=True,
)
EXECUTE_VALUES = Subject(
    "peers.execute_values",
    (Load("execute_values", "execute_values + pydantic", "upload"),),
    "csv.reader, a pydantic model, and psycopg2's execute_values: 1,000 rows a statement with"
    " ON CONFLICT DO UPDATE, 10,000 a transaction. Addresses are checked by a pattern: pydantic's"
    " EmailStr alone would take several times as long as all the rest.",
    PEER_PYTHON,
)
ORM = Subject(
    "peers.sqlalchemy_orm",
    (Load("sqlalchemy_orm", "SQLAlchemy ORM add_all", "upload"),),
    "The same reading and checking, then Session.add_all, 10,000 objects a transaction;"
    " SQLAlchemy sends its inserts in pages of 1,000 (insertmanyvalues).",
    PEER_PYTHON,
)
DJANGO = Subject(
    "peers.django_import_export",
    (Load("django", "django-import-export", "upload"),),
    "A ModelResource with use_bulk, batch_size 1,000, skip_diff, skip_html_diff and"
    " CachedInstanceLoader; clean_model_instances runs the model's validators. Schools and"
    " repeated keys are looked up in memory, not by a query a row. Measured on a sample, and"
    " multiplied: a small table's indexes are quicker to fill, so that this is kind to it.",
    PEER_PYTHON,
    sampled=True,
)

SUBJECTS = (COPY, BARE, OWN, OBJECT, EXECUTE_VALUES, ORM, DJANGO)
