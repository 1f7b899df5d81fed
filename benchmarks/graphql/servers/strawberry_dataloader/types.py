"""The types of the Strawberry subject, those of the API that the operations need."""

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import strawberry

from benchmarks.graphql.servers.strawberry_dataloader.filters import RecordStatus
from benchmarks.graphql.servers.strawberry_dataloader.loaders import ApiInfo, loaders
from benchmarks.graphql.servers.strawberry_dataloader.statements import (
    ENROLLMENT_COUNTS,
    ENROLLMENTS,
    LINE_ITEMS,
    RESULTS,
    SECTION_COUNTS,
    SECTIONS,
    TEACHERS,
)


@strawberry.enum
class EnrollmentState(Enum):
    ACTIVE = "active"
    WAITLISTED = "waitlisted"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"


@strawberry.enum
class LineItemKind(Enum):
    ASSIGNMENT = "assignment"
    FINAL = "final"


@strawberry.type
class Org:
    name: str


@strawberry.type
class AcademicSession:
    title: str
    school_year: int


@strawberry.type
class Staff:
    name: str
    email: str | None


@strawberry.type
class StaffConnection:
    nodes: list[Staff]


@strawberry.type
class TotalCount:
    value: int


@strawberry.input
class StateFilter:
    eq: EnrollmentState


@strawberry.input
class EnrollmentFilter:
    state: StateFilter | None = None


@strawberry.type
class SectionEnrollments:
    section_id: strawberry.Private[int]
    state: strawberry.Private[str | None]

    @strawberry.field
    async def total_count(self, info: ApiInfo) -> TotalCount:
        return TotalCount(
            value=await loaders(info).count(ENROLLMENT_COUNTS, self.state).load(self.section_id)
        )


@strawberry.type
class Course:
    key: strawberry.Private[int]
    code: str
    title: str
    credits: Decimal

    @strawberry.field
    async def sections(self, first: int = 25) -> "SectionConnection":
        return SectionConnection(course_id=self.key, first=first)


@strawberry.type
class Section:
    key: strawberry.Private[int]
    course_id: strawberry.Private[int]
    academic_session_id: strawberry.Private[int]
    code: str
    title: str
    capacity: int
    seats_taken: int

    @strawberry.field
    async def course(self, info: ApiInfo) -> Course:
        row = await loaders(info).one("course").load(self.course_id)
        return Course(key=row["id"], code=row["code"], title=row["title"], credits=row["credits"])

    @strawberry.field
    async def academic_session(self, info: ApiInfo) -> AcademicSession:
        row = await loaders(info).one("academic_session").load(self.academic_session_id)
        return AcademicSession(title=row["title"], school_year=row["school_year"])

    @strawberry.field
    async def teachers(self, info: ApiInfo, first: int = 25) -> StaffConnection:
        rows = await loaders(info).many(TEACHERS, first).load(self.key)
        return StaffConnection(nodes=[Staff(name=r["name"], email=r["email"]) for r in rows])

    @strawberry.field
    async def enrollments(self, where: EnrollmentFilter | None = None) -> SectionEnrollments:
        state = where.state.eq.value if where and where.state else None
        return SectionEnrollments(section_id=self.key, state=state)

    @strawberry.field
    async def line_items(self, info: ApiInfo, first: int = 25) -> "LineItemConnection":
        rows = await loaders(info).many(LINE_ITEMS, first).load(self.key)
        return LineItemConnection(nodes=[line_item(row) for row in rows])


def section(row: Any) -> Section:
    return Section(
        key=row["id"],
        course_id=row["course_id"],
        academic_session_id=row["academic_session_id"],
        code=row["code"],
        title=row["title"],
        capacity=row["capacity"],
        seats_taken=row["seats_taken"],
    )


@strawberry.type
class SectionConnection:
    course_id: strawberry.Private[int]
    first: strawberry.Private[int]

    @strawberry.field
    async def nodes(self, info: ApiInfo) -> list[Section]:
        rows = await loaders(info).many(SECTIONS, self.first).load(self.course_id)
        return [section(row) for row in rows]

    @strawberry.field
    async def total_count(self, info: ApiInfo) -> TotalCount:
        found = await loaders(info).count(SECTION_COUNTS, None).load(self.course_id)
        return TotalCount(value=found)


@strawberry.type
class Enrollment:
    section_id: strawberry.Private[int]
    sourced_id: str
    state: EnrollmentState

    @strawberry.field
    async def section(self, info: ApiInfo) -> Section:
        return section(await loaders(info).one("section").load(self.section_id))


@strawberry.type
class EnrollmentConnection:
    nodes: list[Enrollment]


@strawberry.type
class Grade:
    label: str
    points: Decimal | None


@strawberry.type
class LineItem:
    key: strawberry.Private[int]
    section_id: strawberry.Private[int]
    title: str
    kind: LineItemKind

    @strawberry.field
    async def average_score(self, info: ApiInfo) -> Decimal | None:
        average: Decimal | None = await loaders(info).average_score().load(self.key)
        return average

    @strawberry.field
    async def section(self, info: ApiInfo) -> Section:
        return section(await loaders(info).one("section").load(self.section_id))


def line_item(row: Any) -> LineItem:
    return LineItem(
        key=row["id"],
        section_id=row["section_id"],
        title=row["title"],
        kind=LineItemKind(row["kind"]),
    )


@strawberry.type
class LineItemConnection:
    nodes: list[LineItem]


@strawberry.type
class Result:
    grade_id: strawberry.Private[int | None]
    line_item_id: strawberry.Private[int]
    score: Decimal | None

    @strawberry.field
    async def grade(self, info: ApiInfo) -> Grade | None:
        if self.grade_id is None:
            return None
        row = await loaders(info).one("grade_scale_entry").load(self.grade_id)
        return Grade(label=row["label"], points=row["points"])

    @strawberry.field
    async def line_item(self, info: ApiInfo) -> LineItem:
        return line_item(await loaders(info).one("line_item").load(self.line_item_id))


@strawberry.type
class ResultConnection:
    nodes: list[Result]


@strawberry.type
class Student:
    key: strawberry.Private[int]
    org_id: strawberry.Private[int]
    sourced_id: str
    student_number: str
    name: str
    given_name: str
    family_name: str | None
    email: str | None
    birth_date: date | None
    grade_level: int | None
    status: RecordStatus

    @strawberry.field
    async def org(self, info: ApiInfo) -> Org:
        return Org(name=(await loaders(info).one("org").load(self.org_id))["name"])

    @strawberry.field
    async def enrollments(self, info: ApiInfo, first: int = 25) -> EnrollmentConnection:
        rows = await loaders(info).many(ENROLLMENTS, first).load(self.key)
        return EnrollmentConnection(
            nodes=[
                Enrollment(
                    section_id=row["section_id"],
                    sourced_id=row["sourced_id"],
                    state=EnrollmentState(row["state"]),
                )
                for row in rows
            ]
        )

    @strawberry.field
    async def results(self, info: ApiInfo, first: int = 25) -> ResultConnection:
        rows = await loaders(info).many(RESULTS, first).load(self.key)
        return ResultConnection(
            nodes=[
                Result(
                    grade_id=row["grade_scale_entry_id"],
                    line_item_id=row["line_item_id"],
                    score=row["score"],
                )
                for row in rows
            ]
        )


def student(row: Any) -> Student:
    return Student(
        key=row["id"],
        org_id=row["org_id"],
        sourced_id=row["sourced_id"],
        student_number=row["student_number"],
        name=row["name"],
        given_name=row["given_name"],
        family_name=row["family_name"],
        email=row["email"],
        birth_date=row["birth_date"],
        grade_level=row["grade_level"],
        status=RecordStatus(row["status"]),
    )
