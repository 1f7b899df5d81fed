"""The tables; importing this package maps all of them."""

from schema.models.academic_session import AcademicSession, AcademicSessionType
from schema.models.account import Account, Guardianship
from schema.models.audit_entry import AuditEntry
from schema.models.base import Base, PersonName, Record, RecordStatus
from schema.models.course import Course, CoursePrerequisite
from schema.models.enrollment import Enrollment, EnrollmentState
from schema.models.final_grade import FinalGrade
from schema.models.grade_scale import GradeScale, GradeScaleEntry
from schema.models.hold import Hold, HoldKind
from schema.models.idempotency_key import IdempotencyKey
from schema.models.import_cancellation import ImportCancellation
from schema.models.import_change import ImportAction, ImportChange
from schema.models.import_issue import ImportIssue
from schema.models.import_job import ImportJob, ImportState
from schema.models.import_outline import ImportIssueGroup, ImportPlanEntry, ImportPreviewField
from schema.models.import_preview import ImportPreview
from schema.models.line_item import LineItem, LineItemKind
from schema.models.org import Org, OrgType
from schema.models.outbox import Inbox, Outbox
from schema.models.report_job import ReportJob, ReportState
from schema.models.result import Result
from schema.models.section import Section
from schema.models.section_staff import SectionStaff, SectionStaffRole
from schema.models.staff import Staff
from schema.models.student import Student
from schema.models.student_standing import StudentStanding

__all__ = [
    "AcademicSession",
    "AcademicSessionType",
    "Account",
    "AuditEntry",
    "Base",
    "Course",
    "CoursePrerequisite",
    "Enrollment",
    "EnrollmentState",
    "FinalGrade",
    "GradeScale",
    "GradeScaleEntry",
    "Guardianship",
    "Hold",
    "HoldKind",
    "IdempotencyKey",
    "ImportAction",
    "ImportCancellation",
    "ImportChange",
    "ImportIssue",
    "ImportIssueGroup",
    "ImportJob",
    "ImportPlanEntry",
    "ImportPreview",
    "ImportPreviewField",
    "ImportState",
    "Inbox",
    "LineItem",
    "LineItemKind",
    "Org",
    "OrgType",
    "Outbox",
    "PersonName",
    "Record",
    "RecordStatus",
    "ReportJob",
    "ReportState",
    "Result",
    "Section",
    "SectionStaff",
    "SectionStaffRole",
    "Staff",
    "Student",
    "StudentStanding",
]
