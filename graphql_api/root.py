"""The roots of the schema: what can be asked, and what can be done."""

import strawberry
from sqlalchemy import func
from strawberry.schema.config import StrawberryConfig

import graphql_api.declare.enums  # noqa: F401  # before the types that show them
from graphql_api.academic_session.filters import AcademicSessionFilter, AcademicSessionOrder
from graphql_api.academic_session.types import AcademicSession, AcademicSessionBy
from graphql_api.audit_entry.filters import AuditEntryFilter, AuditEntryOrder
from graphql_api.audit_entry.types import AuditEntry
from graphql_api.course.create_course import course_create
from graphql_api.course.filters import CourseFilter, CourseOrder
from graphql_api.course.types import Course, CourseBy
from graphql_api.course.update_course import course_update
from graphql_api.declare.connection import Connection
from graphql_api.declare.fields import (
    by_global_id,
    connection,
    counted,
    from_caller,
    look_up,
    look_up_id,
    single,
)
from graphql_api.declare.node import Node
from graphql_api.declare.scalars import SCALARS
from graphql_api.enrollment.drop_enrollment import drop
from graphql_api.enrollment.enroll_many import enroll_many
from graphql_api.enrollment.enroll_student import enroll
from graphql_api.enrollment.filters import EnrollmentFilter, EnrollmentOrder
from graphql_api.enrollment.types import Enrollment, EnrollmentBy
from graphql_api.grade_scale.filters import GradeScaleFilter, GradeScaleOrder
from graphql_api.grade_scale.types import GradeScale, GradeScaleBy
from graphql_api.hold.place_hold import hold_place
from graphql_api.hold.release_hold import hold_release
from graphql_api.hold.types import Hold
from graphql_api.import_format.types import ImportFormat, import_formats
from graphql_api.import_job.apply_import import import_apply
from graphql_api.import_job.cancel_import import import_cancel
from graphql_api.import_job.create_import import import_create
from graphql_api.import_job.refusals import IMPORT_ERRORS
from graphql_api.import_job.types import ImportJob
from graphql_api.import_job.undo_import import import_undo
from graphql_api.mutations.user_errors import RICH_ERRORS
from graphql_api.org.filters import OrgFilter, OrgOrder
from graphql_api.org.types import Org, OrgBy
from graphql_api.planner.resolve import attach
from graphql_api.report.types import Report, reports
from graphql_api.report_job.start_report import report_start
from graphql_api.report_job.types import ReportJob
from graphql_api.result.amend_grade import grade_amend
from graphql_api.result.post_grade import grade_post
from graphql_api.result.types import LineItem, Result
from graphql_api.section.create_section import section_create
from graphql_api.section.filters import SectionFilter, SectionOrder
from graphql_api.section.types import Section, SectionBy
from graphql_api.section.update_section import section_update
from graphql_api.staff.filters import StaffFilter, StaffOrder
from graphql_api.staff.types import Staff, StaffBy
from graphql_api.student.create_student import student_create
from graphql_api.student.deactivate_student import student_deactivate
from graphql_api.student.erase_person import person_erase
from graphql_api.student.filters import StudentFilter, StudentOrder
from graphql_api.student.types import Student, StudentBy
from graphql_api.student.update_student import student_update
from graphql_api.system_health.types import SystemHealth, system_health
from graphql_api.viewer.types import Viewer
from schema import models

RECORDS = (
    AcademicSession,
    AuditEntry,
    Course,
    Enrollment,
    GradeScale,
    Hold,
    ImportJob,
    LineItem,
    Org,
    ReportJob,
    Result,
    Section,
    Staff,
    Student,
)


@strawberry.type(description="What can be asked.")
class Query:
    viewer: Viewer | None = single(
        models.Account.id == func.app.account_id(),
        "Who asks; null for a token that no account belongs to.",
    )
    node: Node | None = by_global_id(
        "The record that an id names; null if there is none to see.", many=False
    )
    nodes: list[Node | None] = by_global_id("The records that ids name, in order.", many=True)
    student: Student | None = look_up(StudentBy, "One student; null if there is none to see.")
    students: Connection[Student] = connection(
        "The students you may see, by name.",
        where=StudentFilter,
        order_by=StudentOrder,
        default_order=("sort_name",),
    )
    student_count: int = counted(
        models.Student, StudentFilter, "How many students you may see, or match a filter."
    )
    course: Course | None = look_up(CourseBy, "One course; null if there is none to see.")
    courses: Connection[Course] = connection(
        "The courses, by code.",
        where=CourseFilter,
        order_by=CourseOrder,
        default_order=("code",),
    )
    section: Section | None = look_up(SectionBy, "One section; null if there is none to see.")
    sections: Connection[Section] = connection(
        "The sections, by code.",
        where=SectionFilter,
        order_by=SectionOrder,
        default_order=("code",),
    )
    enrollment: Enrollment | None = look_up(
        EnrollmentBy, "One enrollment; null if there is none to see."
    )
    enrollments: Connection[Enrollment] = connection(
        "The enrollments you may see.", where=EnrollmentFilter, order_by=EnrollmentOrder
    )
    staff_member: Staff | None = look_up(
        StaffBy, "One member of staff; null if there is none to see."
    )
    staff: Connection[Staff] = connection(
        "The staff, by name.",
        where=StaffFilter,
        order_by=StaffOrder,
        default_order=("sort_name",),
    )
    academic_session: AcademicSession | None = look_up(
        AcademicSessionBy, "One academic session; null if there is none to see."
    )
    academic_sessions: Connection[AcademicSession] = connection(
        "The school years and their parts, by their first day.",
        where=AcademicSessionFilter,
        order_by=AcademicSessionOrder,
        default_order=("start_date",),
    )
    org: Org | None = look_up(OrgBy, "One organisation; null if there is none to see.")
    orgs: Connection[Org] = connection(
        "The organisations, by name.",
        where=OrgFilter,
        order_by=OrgOrder,
        default_order=("name",),
    )
    grade_scale: GradeScale | None = look_up(
        GradeScaleBy, "One grade scale; null if there is none to see."
    )
    grade_scales: Connection[GradeScale] = connection(
        "The grade scales, by name.",
        where=GradeScaleFilter,
        order_by=GradeScaleOrder,
        default_order=("name",),
    )
    import_formats: list[ImportFormat] = from_caller(
        import_formats, "What can be imported, and how to write it; empty unless you may import."
    )
    import_job: ImportJob | None = look_up_id(
        models.ImportJob, "One import; null if there is none to see."
    )
    import_jobs: Connection[ImportJob] = connection(
        "The imports, the newest first.", default_order=("created_at",), descending=True
    )
    reports: list[Report] = from_caller(
        reports, "What can be reported; empty unless you may ask for reports."
    )
    report_job: ReportJob | None = look_up_id(
        models.ReportJob, "One report; null if there is none to see."
    )
    report_jobs: Connection[ReportJob] = connection(
        "The reports you asked for, the newest first.",
        default_order=("created_at",),
        descending=True,
    )
    audit_log: Connection[AuditEntry] = connection(
        "What was done to the records, the newest first; empty unless you may read it.",
        where=AuditEntryFilter,
        order_by=AuditEntryOrder,
        default_order=("occurred_at",),
        descending=True,
    )
    system_health: SystemHealth = strawberry.field(
        resolver=system_health, description="Whether the records can be reached."
    )


@strawberry.type(description="What can be done.")
class Mutation:
    student_create = strawberry.mutation(student_create, description="Add a student to a school.")
    student_update = strawberry.mutation(student_update, description="Change a student's details.")
    student_deactivate = strawberry.mutation(
        student_deactivate,
        description="Put a student out of use; the records stay, and so do places in sections.",
    )
    person_erase = strawberry.mutation(
        person_erase,
        description="Erase a student's personal data for good; enrollments and results stay,"
        " without a name.",
    )
    course_create = strawberry.mutation(
        course_create, description="Add a course to a school's catalogue."
    )
    course_update = strawberry.mutation(
        course_update, description="Change a course of the catalogue."
    )
    section_create = strawberry.mutation(
        section_create,
        description="Add a section of a course to a term, with its final grade as its first line"
        " item.",
    )
    section_update = strawberry.mutation(
        section_update, description="Change a section; new seats go to who has waited longest."
    )
    hold_place = strawberry.mutation(
        hold_place, description="Place a hold on a student; it stands until it is released."
    )
    hold_release = strawberry.mutation(
        hold_release,
        description="Release a hold: it no longer keeps the student from anything, and stays on"
        " record.",
    )
    enroll = strawberry.mutation(
        enroll,
        description="Enroll a student in a section, if it has a seat and no policy stands in the"
        " way.",
    )
    enroll_many = strawberry.mutation(
        enroll_many,
        description="Enroll up to 250 students, each by the same rules as one alone.",
    )
    drop = strawberry.mutation(
        drop,
        description="Give up a student's place in a section; a free seat goes to who has waited"
        " longest.",
    )
    grade_post = strawberry.mutation(
        grade_post,
        description="Give a student's score or grade for a line item; it is official from then on.",
    )
    grade_amend = strawberry.mutation(
        grade_amend,
        description="Change a posted grade; what was there before and the reason stay on record.",
    )
    import_create = strawberry.mutation(
        import_create,
        description="Ask for an import: the answer says where to upload the file.",
    )
    import_apply = strawberry.mutation(
        import_apply,
        description="Apply an import that was looked at: good rows are written, unless the records"
        " have moved on since.",
    )
    import_cancel = strawberry.mutation(
        import_cancel,
        description="Cancel an import, at once or as soon as the rows at hand are written, as its"
        " `message` says; what is written stays, for `importUndo` to take back.",
    )
    import_undo = strawberry.mutation(
        import_undo,
        description="Take an import back: records that nobody has touched since are as they were"
        " before, and the others stay and are named.",
    )
    report_start = strawberry.mutation(
        report_start,
        description="Ask for a report of everything you may see.",
    )


def make_schema() -> strawberry.Schema:
    """Return the schema, with the planner behind its fields."""
    schema = strawberry.Schema(
        query=Query,
        mutation=Mutation,
        types=[*RECORDS, *RICH_ERRORS, *IMPORT_ERRORS],
        config=StrawberryConfig(scalar_map=SCALARS),
    )
    attach(schema._schema)
    return schema
