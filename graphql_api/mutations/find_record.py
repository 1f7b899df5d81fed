"""Find the record that an id in an input names."""

from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Enum, bindparam, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from graphql_api.context import Context
from graphql_api.mutations.user_errors import Refused, invalid, not_found
from graphql_api.planner.fixed import fixed
from graphql_api.planner.global_ids import key_of, prefix_of
from graphql_api.planner.sql import Statement
from schema.models import Base

Found = TypeVar("Found", bound=Base)


def find_record(session: Session, model: type[Found], global_id: str, name: str = "id") -> Found:
    """Return the record that an id names, which the input gives as `name`.

    Raises:
        Refused: there is none that the caller may see.
    """
    key = key_of(model.__name__, global_id)
    found = session.get(model, key) if key else None
    if found is None:
        raise Refused(not_found(name, _words(model)))
    return found


def lock_record(context: Context, model: type[Found], global_id: str, name: str = "id") -> Found:
    """Return the record that an id names, as it stands now, locked until the transaction ends.

    It is a copy: to write to it is `change_record`'s.

    Raises:
        Refused: there is none that the caller may see, or they may only see it.
    """
    key = key_of(model.__name__, global_id)
    transaction = context.transaction
    locked = transaction.run(locked_row(model), {"key": key}).fetchone() if key else None
    if locked is None:
        find_record(transaction.session, model, global_id, name)
        raise Refused(invalid(name, f"You may see this {_words(model)} but not change it."))
    return _copy(model, locked)


@cache
def locked_row(model: Hashable) -> Statement:
    """A record, locked; its key is left alone, so that rows may refer to it meanwhile."""
    key = inspect(model).primary_key[0] == bindparam("key", required=True)
    columns = inspect(model).columns.values()
    return fixed(select(*columns).where(key).with_for_update(key_share=True))


def _copy(model: type[Found], locked: tuple[Any, ...]) -> Found:
    copy = model()
    for (name, make), value in zip(_made_of(model), locked, strict=True):
        # As the ORM loads it: not an event for each.
        copy.__dict__[name] = make(value) if value is not None else None
    return copy


@cache
def _made_of(model: Hashable) -> list[tuple[str, Callable[[Any], Any]]]:
    """Return a record's attributes, and what makes their values of the driver's."""
    return [(name, _maker(column.type)) for name, column in inspect(model).columns.items()]


def _maker(type_: TypeEngine[Any]) -> Callable[[Any], Any]:
    # Of an enum the driver knows the text, and of everything else Python's own value.
    if isinstance(type_, Enum) and type_.enum_class:
        return type_.enum_class
    return lambda value: value


def _words(model: type[Base]) -> str:
    return prefix_of(model.__name__).replace("_", " ")
