"""Pages far down a list: found without turning all those before."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.graphql.operations import OPERATIONS, Operation
from benchmarks.graphql.records import Records
from benchmarks.graphql.requests import Asked, ask, ask_each
from benchmarks.graphql.subjects import Running
from infra_cfn.local.postgres.server import connected

DEPTHS = (10, 1_000, 10_000, 100_000)  # students before the page
PLACES = 20  # pages at each depth, one row apart
PAGE = next(operation for operation in OPERATIONS if operation.name == "page_of_students")
PLACE = Operation("place_of_student", "one student's place among all", lambda _: [])
# Those whom the page's document asks for.
STUDENTS = """
    SELECT student_number, sort_name, id FROM student
    WHERE grade_level >= 10 AND status = 'active'
    ORDER BY sort_name, id OFFSET %s LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A student after whom a page begins."""

    number: str
    sort_name: str
    key: int


def places(loaded: Records) -> Iterator[tuple[int, list[Place]]]:
    """Yield each depth that this size of data has, and the places there."""
    with connected(loaded.admin_url) as cursor:
        for depth in DEPTHS:
            cursor.execute(STUDENTS, [depth - 1, PLACES])
            if found := [Place(*row) for row in cursor.fetchall()]:
                yield depth, found


def pages_after(run: Running, found: Sequence[Place]) -> Asked:
    """Return the requests of the pages after some places, and their answers.

    Raises:
        WrongAnswerError: the subject refused.
    """
    return ask_each(run, PAGE, [{"after": _cursor(run, place)} for place in found])


def _cursor(run: Running, place: Place) -> str:
    """Return a place as the subject writes it: the floor's is known, the API's is asked for."""
    if run.subject.name == "floor":
        return json.dumps([place.sort_name, place.key])
    return run.subject.dialect.cursor(ask(run, PLACE, {"number": place.number}))
