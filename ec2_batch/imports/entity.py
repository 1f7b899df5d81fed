"""Entities: the kinds of record that files are about, and how a row finds its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql

from schema.events.event import Event

DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Taken:
    """A value that only one record may have."""

    constraint: str
    code: str
    column: str
    message: str
    match: str  # SQL: that a `known` record has what a `planned` row wants


@dataclass(frozen=True, slots=True)
class Events:
    """The events of a record that comes or changes."""

    created: type[Event]
    updated: type[Event]
    key: str  # what they call the record's id


@dataclass(frozen=True, slots=True)
class Left:
    """The event of a record that leaves because a whole file does not name it."""

    event: type[Event]
    payload: Mapping[str, str]  # columns of the record, by what the event calls them


@dataclass(frozen=True, slots=True)
class Kept:
    """Records that stay in use, though a whole file does not name them."""

    condition: str  # SQL over a `record`
    sentence: str  # with {count}


@dataclass(frozen=True)
class Entity:
    """A kind of record, as rows of files describe it."""

    noun: str  # as a message calls one
    table: Table
    columns: tuple[str, ...]  # that rows write, besides the sourced id
    keys: Mapping[str, str]  # SQL by the column's name: that a `known` record is a `staged` row's
    taken: tuple[Taken, ...]
    # Columns that rows which name one are held against; none where no file names one.
    looked_at: tuple[str, ...]
    events: Events | None
    # Keys that are no columns, for what is known by its references too: the first goes after those
    # of the file, the others only where it has none.
    referred: tuple[str, ...] = ()
    # SQL over a `staged` row and its `record`: what columns will hold that rows may leave open.
    says: Mapping[str, str] = field(default_factory=dict)
    made_id: str | None = None  # SQL over a `staged` row: the sourced id where it has none
    # SQL over a planned row: why it changes its record, where the database asks for that.
    reason: str | None = None
    # Kinds of record that must be there, though no row names one.
    rests_on: frozenset[str] = frozenset()
    may_leave: bool = True  # whether one that a whole file does not name is put out of use
    stays: str | None = None  # why not, where that has to be said
    kept: Kept | None = None  # or which of them are not
    in_use: str = "record.status = 'active'"  # SQL over a `record`
    leaving: tuple[str, str] = ("status", "inactive")  # what putting one out of use sets
    left: Left | None = None
    shown_leaving: tuple[str, ...] = ()  # columns that say what it is, where its id does not

    @property
    def name(self) -> str:
        """Return what it is called, by the database too."""
        return self.table.name

    @cached_property
    def types(self) -> dict[str, str]:
        """Return the SQL types of its columns."""
        return {name: self.table.c[name].type.compile(DIALECT) for name in self.columns}

    @cached_property
    def computed(self) -> list[str]:
        """Return the columns that the database makes of others."""
        return [column.name for column in self.table.c if column.computed is not None]
