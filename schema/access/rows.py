"""Rows: the conditions that policies are made of.

Each asks about the caller in an uncorrelated sub-query, which PostgreSQL runs once and
uses as an index condition. Functions: schema/access/functions.sql.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rows:
    """A set of a table's rows; the name becomes part of the policy's."""

    name: str
    condition: str

    def __and__(self, other: "Rows") -> "Rows":
        return Rows(f"{self.name}_{other.name}", f"{self.condition} AND {other.condition}")


# Whatever the table holds: for the worker's own bookkeeping.
EVERY = Rows("every", "true")
# The same for people, who need an account in force in the role their token names.
EVERY_FOR_ACCOUNT = Rows("account", "(SELECT app.account_id()) IS NOT NULL")

OWN_ACCOUNT = Rows("own", "id = (SELECT app.account_id())")
OF_OWN_ACCOUNT = Rows("own", "account_id = (SELECT app.account_id())")
# A job or an audit entry names who asked; nobody can ask in another's name or role.
AS_SELF = Rows(
    "as_self",
    "requested_by = (SELECT app.subject())"
    " AND 'app_' || requested_role = (SELECT current_setting('role'))",
)
REQUESTED = Rows("requested", "requested_by = (SELECT app.subject())")
SIGNED = Rows(
    "signed",
    "subject = (SELECT app.subject()) AND 'app_' || role = (SELECT current_setting('role'))",
)
SIGNED_BY_WORKER = Rows("by_worker", "role = 'worker'")
OF_OWN_SUBJECT = Rows("own", "subject = (SELECT app.subject())")


def own(column: str) -> Rows:
    """Rows of the student that the caller is."""
    return Rows("own", f"{column} = (SELECT app.student_id())")


def wards(column: str) -> Rows:
    """Rows of the students whose guardian the caller is."""
    return Rows("wards", f"{column} = ANY ((SELECT app.ward_ids())::bigint[])")


def taught(column: str) -> Rows:
    """Rows of the students in the sections the caller teaches."""
    return Rows("taught", f"{column} = ANY ((SELECT app.taught_student_ids())::bigint[])")


def own_orgs(column: str) -> Rows:
    """Rows of the caller's organisation and those below it."""
    return Rows("own_orgs", f"{column} = ANY ((SELECT app.org_ids())::bigint[])")


# What a teacher has written down and not posted yet is nobody's grade.
POSTED = Rows("posted", "posted_at IS NOT NULL")

OWN_SECTIONS = Rows("own_sections", "section_id = ANY ((SELECT app.section_ids())::bigint[])")


def of_visible(parent: str, table: str) -> Rows:
    """Rows whose parent the caller sees, by the parent's own policies."""
    return Rows(
        f"visible_{parent}",
        f"EXISTS (SELECT FROM {parent} WHERE {parent}.id = {table}.{parent}_id)",
    )


def _touched(table: str, condition: str = "") -> str:
    """Select the records that the chunk at hand of an undo is about."""
    return (
        "SELECT change.entity_id FROM import_change AS change"  # noqa: S608
        " JOIN import_job AS job ON job.id = change.import_job_id"
        " AND change.id BETWEEN job.undo_lowest AND job.undo_highest"
        f" WHERE job.state = 'undoing' AND change.entity = '{table}'{condition}"
    )


def being_undone(table: str) -> Rows:
    """Records that an import has written which is being undone, a chunk at a time."""
    return Rows("being_undone", f"id IN ({_touched(table)})")


def being_unmade(table: str, column: str = "id") -> Rows:
    """Records that such an import has made, or what is derived from them."""
    return Rows("being_unmade", f"{column} IN ({_touched(table, _MADE)})")


# What an undo writes anew, a row for each record.
OF_IMPORT_BEING_UNDONE = Rows(
    "of_import_being_undone",
    "EXISTS (SELECT FROM import_job AS job"
    " WHERE job.id = import_change.import_job_id AND job.state = 'undoing')",
)

_MADE = " AND change.action = 'create'"

# Who teaches a section is a matter of the section's school.
SECTION_OF_OWN_ORGS = Rows(
    "own_orgs",
    "EXISTS (SELECT FROM section WHERE section.id = section_staff.section_id"
    " AND section.org_id = ANY ((SELECT app.org_ids())::bigint[]))",
)
COURSE_OF_OWN_ORGS = Rows(
    "own_orgs",
    "EXISTS (SELECT FROM course WHERE course.id = course_prerequisite.course_id"
    " AND course.org_id = ANY ((SELECT app.org_ids())::bigint[]))",
)
