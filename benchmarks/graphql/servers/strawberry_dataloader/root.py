"""The queries and the mutation of the Strawberry subject."""

import json
from datetime import date
from typing import Any

import strawberry

from benchmarks.graphql.servers.strawberry_dataloader.filters import (
    OrderBy,
    StudentFilter,
    condition,
)
from benchmarks.graphql.servers.strawberry_dataloader.loaders import ApiInfo, loaders
from benchmarks.graphql.servers.strawberry_dataloader.statements import CHANGE, COLUMNS, STUDENT
from benchmarks.graphql.servers.strawberry_dataloader.types import Course, Student, student


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class StudentConnection:
    nodes: list[Student]
    page_info: PageInfo


@strawberry.input(one_of=True)
class StudentBy:
    student_number: strawberry.Maybe[str]


@strawberry.input(one_of=True)
class CourseBy:
    sourced_id: strawberry.Maybe[str]


@strawberry.type
class Query:
    @strawberry.field
    async def student(self, info: ApiInfo, by: StudentBy) -> Student | None:
        number = by.student_number.value if by.student_number else None
        sql = f"SELECT {STUDENT} FROM student WHERE student_number = $1"
        rows = await loaders(info).fetch(sql, number)
        return student(rows[0]) if rows else None

    @strawberry.field
    async def course(self, info: ApiInfo, by: CourseBy) -> Course | None:
        sourced_id = by.sourced_id.value if by.sourced_id else None
        sql = f"SELECT {COLUMNS['course']} FROM course WHERE sourced_id = $1"
        rows = await loaders(info).fetch(sql, sourced_id)
        if not rows:
            return None
        row = rows[0]
        return Course(key=row["id"], code=row["code"], title=row["title"], credits=row["credits"])

    @strawberry.field
    async def students(
        self,
        info: ApiInfo,
        order_by: list[OrderBy],
        first: int = 25,
        after: str | None = None,
        where: StudentFilter | None = None,
    ) -> StudentConnection:
        values: list[Any] = [first + 1]
        conditions = [condition(where, values)] if where else []
        if after:
            values += json.loads(after)
            conditions.append(f"(sort_name, id) > (${len(values) - 1}, ${len(values)})")
        wanted = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        sql = f"SELECT {STUDENT} FROM student {wanted} ORDER BY sort_name, id LIMIT $1"
        rows = await loaders(info).fetch(sql, *values)
        page = rows[:first]
        end = json.dumps([page[-1]["sort_name"], page[-1]["id"]]) if page else None
        info_ = PageInfo(has_next_page=len(rows) > first, end_cursor=end)
        return StudentConnection(nodes=[student(row) for row in page], page_info=info_)


@strawberry.input
class StudentUpdateInput:
    id: strawberry.ID
    birth_date: date


@strawberry.type
class UserError:
    message: str


@strawberry.type
class StudentUpdatePayload:
    student: Student | None
    user_errors: list[UserError]


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def student_update(
        self, info: ApiInfo, input: StudentUpdateInput
    ) -> StudentUpdatePayload:
        key = int(input.id.removeprefix("student_"))
        rows = await loaders(info).fetch(CHANGE, key, input.birth_date)
        return StudentUpdatePayload(student=student(rows[0]) if rows else None, user_errors=[])
