"""Any history of a section's seats comes out as a plain list of names on paper would."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run
from sqlalchemy import select

from schema.models import Enrollment, EnrollmentState, Org, Section
from tests.conftest import Database
from tests.factories import make_section, make_student
from tests.graphql_api.conftest import Api

ENROLL = """
mutation($input: EnrollInput!) {
  enroll(input: $input) { enrollment { id state } userErrors { code } }
}
"""
DROP = """
mutation($input: DropInput!) {
  drop(input: $input) { enrollment { id } promoted { id } userErrors { code } }
}
"""
RESIZE = """
mutation($input: SectionUpdateInput!) {
  sectionUpdate(input: $input) { section { id } promoted { id } userErrors { code } }
}
"""
STUDENTS = st.integers(0, 5)


@dataclass
class Paper:
    """Who sits and who waits, as a clerk would write it down."""

    capacity: int = 0
    seated: set[int] = field(default_factory=set)
    waiting: list[int] = field(default_factory=list)

    def enroll(self, student: int, waitlist: bool) -> str:
        if student in self.seated or student in self.waiting:
            return "ALREADY_ENROLLED"
        if len(self.seated) < self.capacity:
            self.seated.add(student)
            return "ACTIVE"
        if not waitlist:
            return "SECTION_FULL"
        self.waiting.append(student)
        return "WAITLISTED"

    def drop(self, student: int) -> list[int]:
        """Return who comes off the waitlist for it."""
        if student in self.waiting:
            self.waiting.remove(student)
        else:
            self.seated.remove(student)
        return self._promote()

    def resize(self, capacity: int) -> list[int] | None:
        """Return who comes off the waitlist for it; None if more are seated than that."""
        if capacity < len(self.seated):
            return None
        self.capacity = capacity
        return self._promote()

    def _promote(self) -> list[int]:
        free = self.capacity - len(self.seated)
        first, self.waiting = self.waiting[:free], self.waiting[free:]
        self.seated.update(first)
        return first


class School:
    """The API, and what is in the database behind it."""

    def __init__(self, api: Api, database: Database) -> None:
        self.api, self.database = api, database
        with database.owner_session() as session:
            org = self._org(session)
            self.students = [make_student(session, org).id for _ in range(6)]

    def _org(self, session: Any) -> Org:
        return session.query(Org).filter_by(sourced_id="org-school-1").one()  # type: ignore[no-any-return]

    def new_section(self) -> int:
        with self.database.owner_session() as session:
            return make_section(session, self._org(session), capacity=0).id

    def paper(self, section: int) -> Paper:
        """Write down what the database holds."""
        with self.database.owner_session() as session:
            row = session.get_one(Section, section)
            order = (Enrollment.waitlisted_at, Enrollment.id)
            found = select(Enrollment).filter_by(section_id=section).order_by(*order)
            rows = session.scalars(found).all()
            paper = Paper(row.capacity)
            for place in rows:
                student = self.students.index(place.student_id)
                if place.state is EnrollmentState.ACTIVE:
                    paper.seated.add(student)
                elif place.state is EnrollmentState.WAITLISTED:
                    paper.waiting.append(student)
            assert row.seats_taken == len(paper.seated)
            return paper


class History(RuleBasedStateMachine):
    """Makes up what happens to one section of a school."""

    school: ClassVar[School]

    def __init__(self) -> None:
        super().__init__()
        self.section = self.school.new_section()
        self.paper = Paper()
        self.places: dict[int, str] = {}  # the latest of each student
        self.last: tuple[Callable[[], Any], Any] | None = None

    def ask(self, query: str, **input: Any) -> Any:
        def send() -> Any:
            return next(iter(self.school.api(query, {"input": input}).data.values()))

        input["idempotencyKey"] = uuid.uuid4().hex
        answer = send()
        if not answer["userErrors"]:
            self.last = send, answer
        return answer

    @initialize(capacity=st.integers(1, 3), rush=st.permutations(range(6)))
    def open(self, capacity: int, rush: list[int]) -> None:
        self.resize(capacity)
        for student in rush[:5]:
            self.enroll(student, waitlist=True)

    @rule(student=STUDENTS, waitlist=st.booleans())
    def enroll(self, student: int, waitlist: bool) -> None:
        answer = self.ask(
            ENROLL,
            studentId=f"student_{self.school.students[student]}",
            sectionId=f"section_{self.section}",
            waitlist=waitlist,
        )
        place = answer["enrollment"]
        outcome = place["state"] if place else answer["userErrors"][0]["code"]
        assert outcome == self.paper.enroll(student, waitlist)
        if place:
            self.places[student] = place["id"]

    @precondition(lambda self: self.places)
    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        student = data.draw(st.sampled_from(sorted(self.places)))
        answer = self.ask(DROP, enrollmentId=self.places[student])
        if student not in self.paper.seated and student not in self.paper.waiting:
            assert [error["code"] for error in answer["userErrors"]] == ["INVALID"]
            return
        assert answer["promoted"] == self.ids(self.paper.drop(student))

    @rule(capacity=st.integers(0, 4))
    def resize(self, capacity: int) -> None:
        answer = self.ask(RESIZE, id=f"section_{self.section}", capacity=capacity)
        promoted = self.paper.resize(capacity)
        if promoted is None:
            refusals = [error["code"] for error in answer["userErrors"]]
            assert refusals == ["CAPACITY_BELOW_SEATS_TAKEN"]
        else:
            assert answer["promoted"] == self.ids(promoted)

    def ids(self, students: list[int]) -> list[dict[str, str]]:
        return [{"id": self.places[student]} for student in students]

    @precondition(lambda self: self.last)
    @rule()
    def send_again(self) -> None:
        assert self.last is not None
        send, before = self.last
        again = send()
        assert shown(again) == shown(before)

    @invariant()
    def is_as_on_paper(self) -> None:
        assert self.school.paper(self.section) == self.paper

    @invariant()
    def nobody_waits_beside_a_free_seat(self) -> None:
        assert not self.paper.waiting or len(self.paper.seated) == self.paper.capacity


def shown(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer but for what time may change of the same records."""
    place = answer.get("enrollment")
    return answer | ({"enrollment": place["id"]} if place else {})


@pytest.fixture(scope="module")
def school(api: Api, database: Database) -> School:
    return School(api, database)


def test_every_history_of_a_section_ends_as_on_paper(school: School) -> None:
    bounded = settings(
        max_examples=8,
        stateful_step_count=30,
        derandomize=True,
        phases=[Phase.generate],  # thirty steps are read as they are; shrinking takes minutes
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )

    class HistoryHere(History):
        pass

    HistoryHere.school = school
    run(HistoryHere, settings=bounded)
