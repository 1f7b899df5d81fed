"""Column types, as wide as a client's values need them."""

from typing import Any

from sqlalchemy import BigInteger, Integer, Numeric
from sqlalchemy.types import TypeEngine


def wide(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    """Return a type for whatever is held against a column: what cannot fit is no match."""
    if isinstance(type_, Integer):
        return BigInteger()
    return Numeric() if isinstance(type_, Numeric) else type_
