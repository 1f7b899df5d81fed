"""A world to ask about: records, who may ask for them, and everything that answers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from hypothesis import note
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from infra_cfn.local.postgres.server import Server
from schema.access.caller import Caller
from schema.access.roles import Role
from tests.conftest import copied
from tests.graphql_api.answers import Answers, RefusedError
from tests.graphql_api.odd_records import add_odd_records, open_holes
from tests.graphql_api.random_cursors import CursorFinder
from tests.graphql_api.random_queries import random_query
from tests.graphql_api.random_values import Sample
from tests.graphql_api.reference import Operation

ADMIN = Caller("demo-admin", Role.ADMIN)


@dataclass
class World:
    """Records, who may ask for them, and what answers."""

    answers: Answers
    callers: list[Caller]
    sample: Sample
    find_cursors: CursorFinder
    asked: int = 0
    refused: int = 0

    def random_case(self, draw: Callable[..., Any]) -> tuple[Caller, list[Operation]]:
        """Return somebody and what they ask, some documents with several sets of variables."""
        caller = draw(st.sampled_from(self.callers))
        return caller, random_query(draw, self.answers.schema, self.sample, self.find_cursors)

    def check(self, caller: Caller, operation: Operation) -> None:
        """Compare all answers to an operation, unless it is refused as a whole."""
        note(f"{caller}\n{operation.document}\n{operation.variables} {operation.name}")
        self.asked += 1
        try:
            different = self.answers.disagreement(operation, caller)
            assert different is None, different
        except RefusedError as error:
            note(str(error))
            self.refused += 1


@contextmanager
def world(server: Server, seeded: str, *, holes: bool = False) -> Iterator[World]:
    """Give the demo's records and odd ones in a database of its own."""
    with copied(server, seeded) as database:
        with database.owner_session() as session:
            callers = [Caller(f"demo-{role}", role) for role in Role]
            callers += add_odd_records(session)
            if holes:
                open_holes(session)
        answers = Answers(database.api_url)
        with Session(database.owner_engine) as session:
            yield World(answers, callers, Sample(session), CursorFinder(answers, ADMIN))
        answers.close()
