"""Enums: the records' own known values, with words for clients."""

from collections.abc import Collection
from enum import Enum
from typing import Any, TypeVar

import strawberry

from schema.access.roles import Permission, Role
from schema.formats import FORMATS, ImportEntity, ImportFormatName
from schema.models.academic_session import AcademicSessionType
from schema.models.base import RecordStatus
from schema.models.enrollment import EnrollmentState
from schema.models.hold import HoldKind
from schema.models.import_change import ImportAction
from schema.models.import_job import ImportState
from schema.models.line_item import LineItemKind
from schema.models.org import OrgType
from schema.models.report_job import ReportState
from schema.reports import REPORTS, ReportFormat, ReportName
from schema.value_type import ValueType

Known = TypeVar("Known", bound=type[Enum])


def shown(
    known: Known, description: str, offered: Collection[Enum] | None = None, /, **values: str
) -> Known:
    """Publish an enum, or those of its members that are offered; each must be described."""
    published: Any = strawberry.enum(known, description=description)
    definition = published.__strawberry_definition__
    if offered is not None:
        definition.values = [value for value in definition.values if value.value in offered]
    for value in definition.values:
        value.description = values[value.name]
    return known


shown(
    RecordStatus,
    "Whether a record is in use.",
    ACTIVE="In use.",
    INACTIVE="No longer in use, and kept.",
)
shown(
    EnrollmentState,
    "Where an enrollment stands.",
    ACTIVE="The student holds a seat.",
    WAITLISTED="The student waits for a seat.",
    WITHDRAWN="The student left the section.",
    COMPLETED="The student finished the section.",
)
shown(
    HoldKind,
    "What a hold is about.",
    FINANCIAL="Money is owed.",
    ACADEMIC="An academic matter is open.",
    DISCIPLINARY="A disciplinary matter is open.",
    IMMUNIZATION="Proof of immunization is missing.",
)
shown(
    LineItemKind,
    "What a line item counts as.",
    ASSIGNMENT="A piece of work during the term.",
    FINAL="The section as a whole: its results are the final grades.",
)
shown(
    OrgType,
    "What kind of organisation it is.",
    DISTRICT="A district of schools.",
    SCHOOL="A school.",
    DEPARTMENT="A department of a school.",
)
shown(
    AcademicSessionType,
    "What stretch of the calendar it is.",
    SCHOOL_YEAR="A school year.",
    SEMESTER="Half a school year.",
    TERM="A term.",
    GRADING_PERIOD="A part of a term that is graded by itself.",
)
shown(
    ImportState,
    "Where an import stands.",
    AWAITING_UPLOAD="The file has not arrived yet.",
    VALIDATING="The file is being read and checked.",
    READY="Checked; waiting to be applied.",
    INVALID="The file cannot be imported; the message says why.",
    APPLYING="Rows are being written.",
    COMPLETED="Every row is in the records.",
    COMPLETED_WITH_ISSUES="Good rows are in the records; the others are listed as issues.",
    FAILED="Something broke on our side; the message says what to do.",
    CANCELLED="Somebody cancelled it.",
    EXPIRED="The file never arrived.",
    UNDOING="Its changes are being taken back.",
    UNDONE="All its changes were taken back.",
    PARTIALLY_UNDONE="Its changes were taken back, but for rows edited since.",
)
shown(
    ImportAction,
    "What an import does to a record.",
    CREATE="It is made.",
    UPDATE="It is changed.",
    DEACTIVATE="It is put out of use, because the file does not name it.",
)
shown(
    ReportName,
    "Which report it is.",
    **{name.name: report.description for name, report in REPORTS.items()},
)
shown(
    ReportFormat,
    "What kind of file a report is written as.",
    CSV="Comma-separated values, in UTF-8.",
)
shown(
    ReportState,
    "Where a report stands.",
    QUEUED="It waits for its turn.",
    RUNNING="It is being written.",
    COMPLETED="The file can be downloaded.",
    FAILED="It could not be written; the message says why.",
    EXPIRED="The file is no longer kept.",
)
shown(
    ImportFormatName,
    "What an upload holds.",
    FORMATS,
    **{name.name: declared.description for name, declared in FORMATS.items()},
)
shown(
    ImportEntity,
    "A kind of record that files are about or refer to.",
    ORG="An organisation, such as a school.",
    ACADEMIC_SESSION="A stretch of the school calendar, such as a term.",
    GRADE_SCALE="A set of grades.",
    COURSE="A course of the catalogue.",
    STAFF="A person who works at a school.",
    STUDENT="A student.",
    PERSON="A student or someone of the staff.",
    SECTION="A course taught to one group in one term.",
    SECTION_STAFF="Somebody's part in teaching a section.",
    ENROLLMENT="A student's place in a section.",
    LINE_ITEM="What students of a section get results for.",
    RESULT="What a student got, such as a final grade.",
)
shown(
    ValueType,
    "What kind of value it is.",
    TEXT="Any text.",
    DATE="A day.",
    INTEGER="A whole number.",
    DECIMAL="A number with a point, as text.",
    BOOLEAN="Yes or no.",
    ENUM="One of some words.",
    REFERENCE="The id or name of a record.",
    LIST="Several values in one, separated by commas.",
)
shown(
    Role,
    "Who somebody is to the school.",
    STUDENT="A student, who sees their own records.",
    GUARDIAN="A guardian, who sees their wards' records.",
    TEACHER="A teacher, who sees the sections they teach.",
    REGISTRAR="A registrar, who keeps the records of a school.",
    OPERATOR="An operator, who imports files and runs reports.",
    ADMIN="An administrator of the district.",
    AUDITOR="An auditor, who reads everything and changes nothing.",
)
shown(
    Permission,
    "What a role may do; which records it may do it to is decided row by row.",
    RECORDS_READ="Read records.",
    STUDENT_WRITE="Create and change students.",
    ENROLLMENT_WRITE="Enroll and drop students.",
    CATALOG_WRITE="Create and change courses and sections.",
    HOLD_WRITE="Place and release holds.",
    GRADE_POST="Post and amend grades.",
    ERASE="Erase a person's data for good.",
    IMPORT="Import files.",
    REPORT="Run reports.",
    AUDIT_READ="Read the audit log.",
)
