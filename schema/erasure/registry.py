"""The erasure registry: each column that could hold personal data, and what becomes of it.

A column of text, a date or JSON is in exactly one of the two tables below; a test walks the
catalog and fails for one that is in neither. Numbers stay, so that a school keeps its counts,
credits and averages, but they no longer lead to a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# What stands where a personal text was, if the column must hold one.
MARKER = "erased"
# Unique columns say whose row it is by nothing but its key.
OWN_MARKER = f"'{MARKER}-' || id"


@dataclass(frozen=True, slots=True)
class Erased:
    """A table's rows of the student `who`, and the columns' values afterwards, as SQL."""

    rows: str
    columns: Mapping[str, str]
    removed: bool = False  # the rows go altogether


_OF_STUDENT = "student_id = who"
# In tables that name a record by its table and key. As one list, because an index serves no OR
# of subqueries, and these tables grow for ever.
_OF_RECORDS = """
(entity, entity_id) IN (
    SELECT 'student', who
    UNION ALL SELECT 'enrollment', id FROM enrollment WHERE student_id = who
    UNION ALL SELECT 'hold', id FROM hold WHERE student_id = who
    UNION ALL SELECT 'result', id FROM result WHERE student_id = who)
"""
_MARKED = f"'{MARKER}'"


def _mentions(name: str) -> str:
    """Return whether a file is named after the person; words stand apart in many ways there."""
    return f"lower(translate({name}, '_-.+', '    ')) LIKE ANY (plain_mentions)"


def _unnamed(name: str) -> str:
    return f"CASE WHEN {_mentions(name)} THEN {_MARKED} ELSE {name} END"


# In this order: what an earlier table writes to the audit log, the last one erases too.
PERSONAL: Mapping[str, Erased] = {
    # Found by what identified the person, so before that is gone.
    "import_issue": Erased(
        "(import_job_id, file, line) IN (SELECT import_job_id, file, line FROM import_issue"  # noqa: S608  # no client's words
        " WHERE lower(value) = ANY (known) OR lower(message) LIKE ANY (mentions)"
        f" OR {_mentions('file')})",
        {
            "file": _unnamed("file"),
            "value": f"CASE WHEN value IS NOT NULL THEN {_MARKED} END",
            "message": _MARKED,
        },
    ),
    "import_job": Erased(
        f"{_mentions('file_name')} OR {_mentions('object_key')}",
        {
            "file_name": _unnamed("file_name"),
            "object_key": f"CASE WHEN {_mentions('object_key')}"
            f" THEN {OWN_MARKER} ELSE object_key END",
        },
    ),
    "import_change": Erased(
        f"{_OF_RECORDS} AND (before IS NOT NULL OR after IS NOT NULL)",
        {
            "before": "CASE WHEN before IS NOT NULL THEN '{}'::jsonb END",
            "after": "CASE WHEN after IS NOT NULL THEN '{}'::jsonb END",
        },
    ),
    "import_preview": Erased(
        "key IN (SELECT sourced_id FROM student WHERE id = who UNION ALL"  # noqa: S608  # no client's words
        " SELECT sourced_id FROM enrollment WHERE student_id = who UNION ALL"
        " SELECT sourced_id FROM result WHERE student_id = who UNION ALL"
        # What an import calls a final grade that is not there yet.
        " SELECT 'final:' || section_id || ':' || who FROM enrollment WHERE student_id = who)"
        f" OR {_mentions('file')}",
        {"file": "", "key": "", "before": "", "after": ""},
        removed=True,
    ),
    # The REST façade keeps the student it has shown; GraphQL keeps ids only.
    "idempotency_key": Erased(
        "response ->> 'id' = who::text AND response ? 'email'",
        {"key": "", "response": ""},
        removed=True,
    ),
    "account": Erased(_OF_STUDENT, {"subject": OWN_MARKER, "status": "'inactive'"}),
    "hold": Erased(_OF_STUDENT, {"sourced_id": OWN_MARKER, "reason": _MARKED, "src_hash": "NULL"}),
    "enrollment": Erased(
        _OF_STUDENT,
        {"sourced_id": OWN_MARKER, "override_reason": "NULL", "src_hash": "NULL"},
    ),
    "result": Erased(
        _OF_STUDENT, {"sourced_id": OWN_MARKER, "comment": "NULL", "src_hash": "NULL"}
    ),
    "student": Erased(
        "id = who",
        {
            "sourced_id": OWN_MARKER,
            "student_number": OWN_MARKER,
            "given_name": "'Erased'",
            "family_name": "NULL",
            "email": "NULL",
            "birth_date": "NULL",
            "grade_level": "NULL",
            "directory_opt_out": "true",
            "status": "'inactive'",
            "src_hash": "NULL",
            "version": "version + 1",
            "updated_at": "now()",
        },
    ),
    "audit_entry": Erased(
        _OF_RECORDS,
        {
            "changes": "app.erased_changes(changes)",
            "reason": f"CASE WHEN reason IS NOT NULL THEN {_MARKED} END",
        },
    ),
}

# Made by the database from columns that are erased.
DERIVED: Mapping[str, frozenset[str]] = {"student": frozenset({"name", "sort_name"})}

# Every record has them: when a row was written, and whether it is in use.
_OF_EVERY_ROW = frozenset({"status", "created_at", "updated_at"})
_RECORD = _OF_EVERY_ROW | {"sourced_id"}

# Not a student's personal data, and why.
KEPT: Mapping[str, frozenset[str]] = {
    # The school, its calendar and what it teaches.
    "org": _RECORD | {"name", "type", "identifier"},
    "academic_session": _RECORD | {"title", "type", "start_date", "end_date"},
    "course": _RECORD | {"code", "title"},
    "section": _RECORD | {"code", "title", "last_day_to_enroll", "last_day_to_drop"},
    "section_staff": _RECORD | {"role"},
    "line_item": _RECORD | {"title", "kind", "due_date"},
    "grade_scale": _RECORD | {"name"},
    "grade_scale_entry": frozenset({"label"}),
    # People who work here: an employer's records, which erasing a student leaves alone.
    "staff": _RECORD | {"given_name", "family_name", "name", "sort_name", "email", "title"},
    # What happened and when, of a student whom nothing names any more.
    "student": frozenset({"created_at"}),
    "account": frozenset({"role", "created_at"}),
    "enrollment": _OF_EVERY_ROW
    | {"state", "begin_date", "end_date", "enrolled_at", "waitlisted_at"},
    "hold": _OF_EVERY_ROW | {"kind", "placed_at", "released_at"},
    "result": _OF_EVERY_ROW | {"posted_at"},
    "student_standing": frozenset({"computed_at"}),
    # Who asked for what: subjects of tokens of those who work here, files and how jobs went.
    "import_job": frozenset(
        {
            *("requested_by", "requested_role", "state", "format"),
            *("object_version", "object_etag", "object_sequencer", "sha256", "detection"),
            *("plan", "plan_hash", "message", "trace_header"),
            *("created_at", "started_at", "finished_at", "updated_at", "rejected_rows_at"),
        }
    ),
    "import_issue": frozenset({"column_name", "code"}),
    "import_change": frozenset({"entity", "action"}),
    "import_preview": frozenset({"entity", "action"}),
    "import_cancellation": frozenset({"created_at"}),
    "report_job": frozenset(
        {
            *("report", "parameters", "state", "object_key", "message"),
            *("requested_by", "requested_role", "trace_header"),
            *("created_at", "started_at", "finished_at", "updated_at"),
        }
    ),
    "audit_entry": frozenset({"occurred_at", "subject", "role", "action", "entity"}),
    "idempotency_key": frozenset({"subject", "body_hash", "created_at"}),
    # Events hold ids only.
    "outbox": frozenset({"type", "payload", "trace_header", "created_at"}),
    "inbox": frozenset({"consumer", "received_at"}),
}
