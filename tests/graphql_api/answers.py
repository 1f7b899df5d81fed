"""Answers: one operation answered by the planner in each of its ways, and by the reference."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from graphql import OperationType

from graphql_api.asked import Asked
from graphql_api.context import Context
from graphql_api.database import Database
from graphql_api.execute import Answer, Executor
from graphql_api.fallbacks import Fallback
from graphql_api.profile import EXPLORER
from graphql_api.root import make_schema
from schema.access.caller import Caller
from schema.database import make_engine
from tests.graphql_api.agreement import disagreement
from tests.graphql_api.reference import Operation, Reference

COMPILED = "compiled"
SLOW = "by graphql-core"


class RefusedError(Exception):
    """An operation is invalid or over a limit."""


class Addresses:
    """Addresses of reports that stay the same from one answer to the next."""

    def download_url(self, key: str) -> str:
        return f"https://reports.example.org/{key}"


class SlowExecutor(Executor):
    """Leaves everything to graphql-core, as it is where Python is needed."""

    def _plan(self, asked: Asked) -> Fallback | None:
        is_query = asked.operation.operation is OperationType.QUERY
        return Fallback.PYTHON if is_query else None


class Answers:
    """Everything that can answer, on one database."""

    def __init__(self, api_url: str) -> None:
        self._engine = make_engine(api_url)
        self.schema = make_schema()._schema
        self.reference = Reference(api_url)
        fast = Executor(self.schema, profile=EXPLORER)
        assert hasattr(Executor, "_plan")  # else the slow way is the fast one by another name
        slow = SlowExecutor(self.schema, profile=EXPLORER, _documents=fast._documents)
        prepared = Database(self._engine, prepare=True)
        unprepared = Database(self._engine, prepare=False)
        self.ways: Mapping[str, tuple[Executor, Database]] = {
            COMPILED: (fast, prepared),
            f"{COMPILED}, not prepared": (fast, unprepared),
            SLOW: (slow, unprepared),
        }

    def answer(self, way: str, operation: Operation, caller: Caller) -> Answer:
        """Return the answer of one way."""
        executor, database = self.ways[way]
        context = self.context(caller, database)
        return executor.answer(operation.document, operation.variables, operation.name, context)

    def disagreement(self, operation: Operation, caller: Caller) -> str | None:
        """Return which way departs from the reference, and where; None if all agree.

        Raises:
            RefusedError: the operation is not one that can be run.
        """
        answers = {way: self.answer(way, operation, caller) for way in self.ways}
        if any(answer.refused for answer in answers.values()):
            raise RefusedError(answers[COMPILED].body)
        for way, answer in answers.items():
            cost = json.loads(answer.body)["extensions"]["cost"]
            said = cost["requestedQueryCost"]
            # The schema is free to ask for, so that its objects are in no price.
            if cost["actualQueryCost"] > said and "__type(" not in operation.document:
                return f"{way}: it holds more than it was said to cost: {cost}"
        _, database = self.ways[COMPILED]
        expected = self.reference.answer(operation, self.context(caller, database))
        for way, answer in answers.items():
            found = disagreement(answer.body, expected, self.reference, operation)
            if found is not None:
                return f"{way}: {found}"
        return None

    def context(self, caller: Caller, database: Database) -> Context:
        storage: Any = Addresses()
        return Context(caller, database, storage, date(2026, 9, 1), "request")

    def close(self) -> None:
        self.reference.close()
        self._engine.dispose()
