"""Find the record that an id in an input names."""

from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.orm import Session

from graphql_api.mutations.user_errors import Refused, invalid, not_found
from graphql_api.planner.global_ids import key_of, prefix_of
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


def lock_record(session: Session, model: type[Found], global_id: str, name: str = "id") -> Found:
    """Return the record that an id names, as it stands now, locked until the transaction ends.

    Raises:
        Refused: there is none that the caller may see, or they may only see it.
    """
    key = key_of(model.__name__, global_id)
    locked: Found | None = None
    if key:
        locked = session.scalars(locked_row(model), {"key": key}).one_or_none()
    if locked is None:
        find_record(session, model, global_id, name)
        raise Refused(invalid(name, f"You may see this {_words(model)} but not change it."))
    return locked


@cache  # making the statement takes longer than finding it compiled
def locked_row(model: type[Any]) -> Select[Any]:
    """A record, locked; its key is left alone, so that rows may refer to it meanwhile."""
    return (
        select(model)
        .where(inspect(model).primary_key[0] == bindparam("key"))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def _words(model: type[Base]) -> str:
    return prefix_of(model.__name__).replace("_", " ")
