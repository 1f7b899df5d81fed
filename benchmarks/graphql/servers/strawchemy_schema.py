"""The schema that strawchemy makes of the project's own models."""

from typing import Any

import strawberry
from strawchemy import Strawchemy, StrawchemyAsyncRepository, StrawchemyConfig

from schema.models import AcademicSession, Course, Enrollment, Org, Result, Section, Student

mapper = Strawchemy(
    StrawchemyConfig(
        "postgresql",
        session_getter=lambda info: info.context["session"],
        repository_type=StrawchemyAsyncRepository,
    )
)
IN_PAGES: dict[str, Any] = {"include": "all", "paginate": "all", "scope": "global"}


# By names of ours: their own would be those of the enums OrgType and AcademicSessionType.
@mapper.type(Org, include={"name"}, scope="global")
class OrgNode: ...


@mapper.type(AcademicSession, include={"title", "school_year"}, scope="global")
class AcademicSessionNode: ...


@mapper.type(Course, **IN_PAGES)
class CourseNode: ...


@mapper.type(Section, **IN_PAGES)
class SectionNode: ...


@mapper.type(Enrollment, **IN_PAGES)
class EnrollmentNode: ...


@mapper.type(Result, **IN_PAGES)
class ResultNode: ...


@mapper.filter(Student, include="all")
class StudentFilter: ...


@mapper.order(Student, include={"id", "sort_name"})
class StudentOrder: ...


@mapper.type(Student, **IN_PAGES)
class StudentNode: ...


@strawberry.type
class Query:
    students: list[StudentNode] = mapper.field(
        filter_input=StudentFilter, order_by_input=StudentOrder, pagination=True
    )
