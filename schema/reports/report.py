"""Reports: what can be asked for, declared for all who name or write them."""

from dataclasses import dataclass
from enum import StrEnum

from schema.value_type import ValueType


class ReportName(StrEnum):
    """Which report it is."""

    ROSTER = "roster"
    STUDENTS = "students"
    ORGS = "orgs"
    TERMS = "terms"
    COURSES = "courses"
    STAFF = "staff"
    SECTIONS = "sections"
    ENROLLMENTS = "enrollments"
    GRADES = "grades"


class ReportFormat(StrEnum):
    """What kind of file a report is."""

    CSV = "csv"


@dataclass(frozen=True, slots=True)
class ReportParameter:
    """Something that who asks for a report says with it."""

    name: str
    description: str
    type: ValueType
    required: bool


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its rows are what the person who asks may see."""

    name: ReportName
    title: str
    description: str
    formats: tuple[ReportFormat, ...]
    parameters: tuple[ReportParameter, ...] = ()
