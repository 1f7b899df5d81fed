"""Records: every row that one caller may see, as SQLAlchemy's objects."""

from typing import Any

from sqlalchemy import ColumnClause, ColumnElement, Engine, func, inspect, select, text
from sqlalchemy.orm import Session, object_session
from sqlalchemy.sql.elements import BinaryExpression, Case, Cast, ExpressionClauseList, Null
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import concat_op, is_not

from graphql_api.planner.bindings import Model
from schema.access.caller import Caller, become
from schema.access.withheld import SHOWN_IF

INTEGRATION = "integration"  # what a session knows of its caller


class Records:
    """Reads with a caller's eyes, each row once, and keeps what it read."""

    def __init__(self, engine: Engine, caller: Caller) -> None:
        self.session = Session(engine, autoflush=False)
        # The transaction stays open while the tests run: it is what holds the caller.
        self.session.execute(text("SET idle_in_transaction_session_timeout = 0"))
        become(self.session.connection(), caller)
        self.session.info[INTEGRATION] = self.session.scalar(select(func.app.integration()))
        self._rows: dict[Model, list[Any]] = {}

    def all(self, model: Model) -> list[Any]:
        """Return every row of a model, in no order that means anything."""
        if model not in self._rows:
            self._rows[model] = list(self.session.scalars(select(model)))
        return self._rows[model]

    def named(self, model: Model, key: int) -> Any:
        """Return the row with a key; None if there is none to see."""
        (column,) = inspect(model).primary_key
        return next((row for row in self.all(model) if evaluate(column, row) == key), None)

    def where(self, model: Model, condition: ColumnElement[bool]) -> Any:
        """Return the one row that the database finds; None if there is none to see."""
        return self.session.scalars(select(model).where(condition)).one_or_none()

    def close(self) -> None:
        self.session.close()


def is_redacted(student: Any) -> bool:
    """Return whether directory fields of a student are withheld from who asks."""
    session = object_session(student)
    assert session is not None
    return bool(student.directory_opt_out and session.info[INTEGRATION])


def evaluate(expression: ColumnElement[Any], row: Any) -> Any:
    """Return what an expression over a model's columns comes to for one row."""
    if isinstance(expression, ExpressionClauseList):
        assert expression.operator is concat_op
        parts = [evaluate(clause, row) for clause in expression.clauses]
        return None if None in parts else "".join(parts)
    if isinstance(expression, Cast):
        value = evaluate(expression.clause, row)
        return None if value is None else str(value)
    if isinstance(expression, BinaryExpression) and expression.operator is is_not:
        assert isinstance(expression.right, Null)
        return evaluate(expression.left, row) is not None
    if isinstance(expression, BinaryExpression):
        left, right = evaluate(expression.left, row), evaluate(expression.right, row)
        return None if left is None or right is None else expression.operator(left, right)
    if isinstance(expression, Case):
        return _asked(expression, row)
    if isinstance(expression, ColumnClause) and expression.is_literal:
        return expression.name.strip("'")
    if isinstance(expression, FunctionElement):
        assert expression.name == "lower"
        (argument,) = expression.clauses
        value = evaluate(argument, row)
        return None if value is None else value.lower()
    if SHOWN_IF in expression.info and is_redacted(row):
        return None
    return getattr(row, inspect(type(row)).get_property_by_column(expression).key)


def _asked(expression: ColumnElement[Any], row: Any) -> Any:
    """Return what only the database can tell, as it looks at other rows too."""
    session = object_session(row)
    assert session is not None
    (key,) = inspect(type(row)).primary_key
    return session.scalar(select(expression).where(key == row.id))
