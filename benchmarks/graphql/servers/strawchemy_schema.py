"""The schema that strawchemy makes of the project's own models."""

from typing import Any

import strawberry
from strawchemy import Strawchemy, StrawchemyAsyncRepository, StrawchemyConfig

from schema.models import (
    AcademicSession,
    Course,
    Enrollment,
    GradeScaleEntry,
    LineItem,
    Org,
    Result,
    Section,
    Staff,
    Student,
)

mapper = Strawchemy(
    StrawchemyConfig(
        "postgresql",
        session_getter=lambda info: info.context["session"],
        repository_type=StrawchemyAsyncRepository,
    )
)
IN_PAGES: dict[str, Any] = {"paginate": "all", "scope": "global"}


# By names of ours: their own would be those of the enums OrgType and AcademicSessionType.
@mapper.type(Org, include={"name"}, scope="global")
class OrgNode: ...


@mapper.type(AcademicSession, include={"title", "school_year"}, scope="global")
class AcademicSessionNode: ...


@mapper.type(Staff, include={"name", "email", "sort_name"}, **IN_PAGES)
class StaffNode: ...


@mapper.type(Course, include={"code", "title", "credits"}, **IN_PAGES)
class CourseNode: ...


@mapper.type(Section, include={"code", "title", "course", "academic_session", "staff"}, **IN_PAGES)
class SectionNode: ...


@mapper.type(Enrollment, include={"sourced_id", "state", "section"}, **IN_PAGES)
class EnrollmentNode: ...


@mapper.type(GradeScaleEntry, include={"label", "points"}, scope="global")
class GradeNode: ...


@mapper.type(LineItem, include={"title", "kind", "section"}, **IN_PAGES)
class LineItemNode: ...


@mapper.type(Result, include={"score", "grade_scale_entry", "line_item"}, **IN_PAGES)
class ResultNode: ...


DIRECTORY = {"sourced_id", "name", "given_name", "family_name", "email"}
FILTERED = {"id", "student_number", "sort_name", "grade_level", "status"}


@mapper.filter(Student, include=FILTERED | {"directory_opt_out"})
class StudentFilter: ...


@mapper.order(Student, include={"id", "sort_name"})
class StudentOrder: ...


@mapper.type(Student, include=DIRECTORY | FILTERED | {"org", "enrollments", "results"}, **IN_PAGES)
class StudentNode: ...


@strawberry.type
class Query:
    students: list[StudentNode] = mapper.field(
        filter_input=StudentFilter, order_by_input=StudentOrder, pagination=True
    )
