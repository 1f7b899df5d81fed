"""Fixed statements: written out beforehand and compiled once, for what no document asks."""

from typing import Any

from sqlalchemy import BindParameter, ClauseElement
from sqlalchemy.dialects.postgresql import psycopg2

from graphql_api.planner.arguments import Constant, FromVariable
from graphql_api.planner.plan_conditions import Parameter
from graphql_api.planner.sql import BoundParameter, Statement, sql_type

_DIALECT = psycopg2.dialect()  # type: ignore[no-untyped-call]


def fixed(written: ClauseElement, *columns: str) -> Statement:
    """Return a statement whose values are given by name when it runs.

    An UPDATE sets `columns` besides what it says itself.
    """
    compiled: Any = written.compile(dialect=_DIALECT, column_keys=list(columns) or None)
    return Statement(
        str(compiled), tuple(_bound(name, bind) for bind, name in compiled.bind_names.items())
    )


def _bound(name: str, bind: BindParameter[Any]) -> BoundParameter:
    source = FromVariable(name) if bind.required else Constant(bind.value)
    convert = bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT) or _as_it_is
    return BoundParameter(name, Parameter(source, convert, bind.type), sql_type(bind.type))


def _as_it_is(value: Any) -> Any:
    return value
