"""Wishes: who is to take which section, and what stands in the records about it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

import strawberry
from sqlalchemy import select
from sqlalchemy.orm import Session

from graphql_api.enrollment.statements import (
    Pair,
    blocking_holds,
    held_places,
    missing_prerequisites,
)
from graphql_api.planner.global_ids import key_of
from schema.models import Section, Student

Found = TypeVar("Found", Student, Section)


class Wish(Protocol):
    """What an input says of one enrollment."""

    student_id: strawberry.ID
    section_id: strawberry.ID
    begin_date: date | None
    waitlist: bool
    override_reason: str | None


@dataclass(slots=True)
class Known:
    """What the records say of some wishes; by the ids that these give, or by keys."""

    students: Mapping[str, Student]
    sections: Mapping[str, Section]
    held: dict[Pair, int]  # student and section → enrollment
    holds: Mapping[int, Sequence[str]] = field(default_factory=dict)  # student → kinds
    missing: Mapping[Pair, Sequence[str]] = field(default_factory=dict)  # with course → codes


def look_up(session: Session, wishes: Sequence[Wish]) -> Known:
    """Read what deciding on wishes takes: five statements, however many wishes there are."""
    students = _by_id(session, Student, {wish.student_id for wish in wishes})
    sections = _by_id(session, Section, {wish.section_id for wish in wishes})
    pairs = {
        (students[wish.student_id].id, sections[wish.section_id])
        for wish in wishes
        if wish.student_id in students and wish.section_id in sections
    }
    if not pairs:
        return Known(students, sections, {})
    places = {(student, section.id) for student, section in pairs}
    held = {(s, c): key for s, c, key in session.execute(held_places(places))}
    holds: dict[int, list[str]] = defaultdict(list)
    for student, kind in session.execute(blocking_holds({s for s, _ in places})):
        holds[student].append(kind)
    missing: dict[Pair, list[str]] = defaultdict(list)
    courses = {(student, section.course_id) for student, section in pairs}
    for student, course, code in session.execute(missing_prerequisites(courses)):
        missing[student, course].append(code)
    return Known(students, sections, held, holds, missing)


def _by_id(session: Session, model: type[Found], ids: Collection[str]) -> dict[str, Found]:
    keys = {id_: key_of(model.__name__, id_) for id_ in ids}
    wanted = [key for key in keys.values() if key is not None]
    found = {row.id: row for row in session.scalars(select(model).where(model.id.in_(wanted)))}
    return {id_: found[key] for id_, key in keys.items() if key in found}
