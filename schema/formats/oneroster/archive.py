"""The zips: which files a version has, in the order that each finds what it refers to."""

from schema.formats.format import ImportFormat, ImportFormatName
from schema.formats.oneroster.academic_sessions import ACADEMIC_SESSIONS
from schema.formats.oneroster.classes import CLASSES
from schema.formats.oneroster.courses import COURSES
from schema.formats.oneroster.demographics import DEMOGRAPHICS
from schema.formats.oneroster.enrollments import ENROLLMENTS
from schema.formats.oneroster.line_items import LINE_ITEMS_1_1, LINE_ITEMS_1_2
from schema.formats.oneroster.orgs import ORGS
from schema.formats.oneroster.results import RESULTS_1_1, RESULTS_1_2
from schema.formats.oneroster.roles import ROLES
from schema.formats.oneroster.users import USERS_1_1, USERS_1_2

FILES_1_1 = (
    ORGS, ACADEMIC_SESSIONS, COURSES, USERS_1_1, CLASSES, ENROLLMENTS, DEMOGRAPHICS,
    LINE_ITEMS_1_1, RESULTS_1_1,
)  # fmt: skip
FILES_1_2 = (
    ORGS, ACADEMIC_SESSIONS, COURSES, USERS_1_2, ROLES, CLASSES, ENROLLMENTS, DEMOGRAPHICS,
    LINE_ITEMS_1_2, RESULTS_1_2,
)  # fmt: skip
NOT_KEPT_1_1 = (
    "categories.csv", "classResources.csv", "courseResources.csv", "resources.csv",
)  # fmt: skip
NOT_KEPT_1_2 = (
    *NOT_KEPT_1_1, "lineItemLearningObjectiveIds.csv", "lineItemScoreScales.csv",
    "resultLearningObjectiveIds.csv", "resultScoreScales.csv", "scoreScales.csv",
    "userProfiles.csv", "userResources.csv",
)  # fmt: skip


def _manifest(
    version: str, present: tuple[str, ...], absent: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Return what a manifest says when all these files are there, each with all its rows."""
    said = dict.fromkeys(present, "bulk") | dict.fromkeys(absent, "absent")
    files = sorted((f"file.{name.removesuffix('.csv')}", how) for name, how in said.items())
    return (("manifest.version", "1.0"), ("oneroster.version", version), *files)


ONEROSTER_1_1 = ImportFormat(
    name=ImportFormatName.ONEROSTER_1_1,
    title="OneRoster 1.1",
    description="A zip of OneRoster 1.1 CSV files: a whole school, or what changed of it.",
    files=FILES_1_1,
    manifest=_manifest("1.1", tuple(file.name for file in FILES_1_1), NOT_KEPT_1_1),
    ignores=NOT_KEPT_1_1,
)
ONEROSTER_1_2 = ImportFormat(
    name=ImportFormatName.ONEROSTER_1_2,
    title="OneRoster 1.2",
    description="A zip of OneRoster 1.2 CSV files: a whole school, or what changed of it.",
    files=FILES_1_2,
    manifest=_manifest("1.2", tuple(file.name for file in FILES_1_2), NOT_KEPT_1_2),
    ignores=NOT_KEPT_1_2,
)
