"""The filter on students of the Strawberry subject, and the SQL it becomes."""

from enum import Enum
from typing import Any

import strawberry


@strawberry.enum
class RecordStatus(Enum):
    ACTIVE = "active"
    INACTIVE = "inactive"


@strawberry.enum
class StudentOrderField(Enum):
    NAME = "sort_name"


@strawberry.input
class IntFilter:
    eq: int | None = None
    gte: int | None = None
    in_: list[int] | None = strawberry.field(name="in", default=None)


@strawberry.input
class NameFilter:
    starts_with: str | None = None


@strawberry.input
class StatusFilter:
    eq: RecordStatus | None = None


@strawberry.input
class BooleanFilter:
    eq: bool | None = None


@strawberry.input
class StudentFilter:
    and_: "list[StudentFilter] | None" = strawberry.field(name="and", default=None)
    or_: "list[StudentFilter] | None" = strawberry.field(name="or", default=None)
    not_: "StudentFilter | None" = strawberry.field(name="not", default=None)
    name: NameFilter | None = None
    grade_level: IntFilter | None = None
    status: StatusFilter | None = None
    directory_opt_out: BooleanFilter | None = None


@strawberry.input
class OrderBy:
    field: StudentOrderField


def condition(where: StudentFilter, values: list[Any]) -> str:
    """Return a filter as SQL, and add what it binds to `values`."""

    def bind(value: Any) -> str:
        values.append(value)
        return f"${len(values)}"

    found = [condition(member, values) for member in where.and_ or ()]
    if where.or_ is not None:
        found.append(" OR ".join(condition(each, values) for each in where.or_) or "false")
    if where.not_:
        found.append(f"({condition(where.not_, values)}) IS NOT TRUE")
    if (grade := where.grade_level) is not None:
        found += [f"grade_level = {bind(grade.eq)}"] if grade.eq is not None else []
        found += [f"grade_level >= {bind(grade.gte)}"] if grade.gte is not None else []
        found += [f"grade_level = ANY ({bind(grade.in_)})"] if grade.in_ is not None else []
    if where.status and where.status.eq:
        found.append(f"status = {bind(where.status.eq.value)}")
    if where.directory_opt_out and where.directory_opt_out.eq is not None:
        found.append(f"directory_opt_out = {bind(where.directory_opt_out.eq)}")
    if where.name and where.name.starts_with:
        prefix = where.name.starts_with
        found.append(f"sort_name >= {bind(prefix)}")
        found.append(f"sort_name < {bind(prefix[:-1] + chr(ord(prefix[-1]) + 1))}")
    return "(" + " AND ".join(f"({each})" for each in found) + ")" if found else "true"
