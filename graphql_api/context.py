"""The context of one request: who asks, when, and the edges it may touch."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from graphql_api.database import Database
from graphql_api.planner.known import Known
from graphql_api.planner.sql import Statement
from graphql_api.storage import Storage
from graphql_api.transaction import Transaction
from schema.access.caller import Caller


@dataclass(slots=True)
class Context:
    """Made once at the edge and passed down; nothing below reads a clock or a global."""

    caller: Caller
    database: Database
    storage: Storage
    today: date
    request_id: str
    trace_header: str | None = None
    # The transaction of a mutation; a query has none.
    begun: Transaction | None = None
    # Whether that is all the transaction does: a refusal then undoes all of it.
    alone: bool = False
    # Returns what was made before for this place of this operation, or what is made now.
    keep: Callable[[Hashable, Callable[[], Any]], Any] = lambda _, make: make()

    @property
    def transaction(self) -> Transaction:
        """Return the transaction that a mutation's work is done in."""
        assert self.begun is not None
        return self.begun

    def read(self, planned: Statement | Known, variables: Mapping[str, Any]) -> str:
        """Run a planned statement as the caller; in a mutation, in its transaction."""
        if isinstance(planned, Known):
            return planned.text(self.caller)
        if self.begun is not None:
            return self.begun.read(planned, variables)
        return self.database.read(planned, variables, self.caller)

    def ask_database(self) -> tuple[str, datetime] | None:
        """Return the database's version and clock; None means that it does not answer."""
        return self.database.version_and_time()
