"""Run: a statement and this request's values → the text of the answer.

The caller's role and subject travel in the same message as the statement, so
that no query can reach the database without them and none costs a round trip
more. PostgreSQL forgets both when the message's implicit transaction ends.
"""

from collections import OrderedDict
from collections.abc import Mapping
from itertools import count
from typing import Any

from graphql_api.planner.arguments import Variables, fetch
from graphql_api.planner.plan_conditions import CallerParameter
from graphql_api.planner.sql import Statement
from schema.access.caller import SET_CALLER, Caller, caller_parameters

PREPARED_KEPT = 200  # statements on a connection


class PreparedStatements:
    """The statements that one connection has prepared, by statement and role.

    A prepared plan depends on the role that runs it: shared between two roles
    it would be planned anew at each change.
    """

    def __init__(self) -> None:
        self._calls: OrderedDict[tuple[int, str], str] = OrderedDict()
        self._numbers = count(1)

    def call(self, statement: Statement, role: str) -> tuple[str, str]:
        """Return the SQL that prepares a statement, empty where that is done, and its call."""
        key = (statement.number, role)
        known = self._calls.get(key)
        if known is not None:
            self._calls.move_to_end(key)
            return "", known
        name = f"planned_{next(self._numbers)}"
        arguments = ", ".join(f"%({p.name})s" for p in statement.parameters)
        call = self._calls[key] = f"EXECUTE {name}" + (f" ({arguments})" if arguments else "")
        types = ", ".join(p.sql_type for p in statement.parameters)
        types = f" ({types})" if types else ""
        return f"{self._forget_oldest()}PREPARE {name}{types} AS {_numbered(statement)}", call

    def forget(self, statement: Statement, role: str) -> None:
        """Prepare a statement anew the next time: the message that should have done it failed."""
        self._calls.pop((statement.number, role), None)

    def _forget_oldest(self) -> str:
        if len(self._calls) <= PREPARED_KEPT:
            return ""
        _, oldest = self._calls.popitem(last=False)
        return f"DEALLOCATE {oldest.split()[1]}; "


def _numbered(statement: Statement) -> str:
    numbers = {p.name: f"${i}" for i, p in enumerate(statement.parameters, 1)}
    return (statement.text % numbers).replace("%", "%%")


def values_of(statement: Statement, variables: Variables, caller: Caller) -> dict[str, Any]:
    """Return what is bound in this request.

    Raises:
        BadArgumentError: a cursor is damaged or belongs to another list.
    """
    values: dict[str, Any] = {}
    for bound in statement.parameters:
        parameter = bound.parameter
        if isinstance(parameter, CallerParameter):
            values[bound.name] = parameter.value(caller)
        else:
            given = fetch(parameter.source, variables)
            values[bound.name] = None if given is None else parameter.convert(given)
    return values


def read(
    cursor: Any,
    statement: Statement,
    values: Mapping[str, Any],
    caller: Caller,
    prepared: PreparedStatements | None,
) -> str:
    """Run a statement as the caller, in one message, and return the text it makes.

    The cursor's connection must be in autocommit mode. None for `prepared` sends the statement
    itself each time.
    """
    calls = prepared.call(statement, caller.role.database_role) if prepared else (statement.text,)
    message = "; ".join(filter(None, (SET_CALLER, *calls)))
    cursor.execute(message, {**values, **caller_parameters(caller)})
    (text,) = cursor.fetchone()
    return str(text)
