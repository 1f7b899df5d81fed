"""The inbox: files that a system puts into an operator's folder become that operator's imports."""

import logging
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Self

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.end_import import refuse
from ec2_batch.imports.issue import Issue
from ec2_batch.imports.job.job import find_job
from ec2_batch.imports.job.steps import begin_job, end_job
from ec2_batch.imports.uploads.uploaded_object import UploadedObject
from ec2_batch.transaction import become, run
from schema.access.caller import WORKER, Caller
from schema.access.roles import Role
from schema.models import ImportState

INBOX = "inbox/"
KINDS = (".csv", ".tsv", ".txt", ".zip")
LONGEST_FILE_NAME = 200  # characters, as importCreate has it

# Of two drops under one name only one is looked at, at a time.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('inbox:' || %(key)s, 0))"
KNOWN = """
SELECT id FROM import_job
WHERE object_key = %(key)s AND CASE
    -- Not everybody who tells of an object knows its version.
    WHEN object_version IS NULL OR %(version)s IS NULL
    THEN object_etag = %(etag)s AND size_bytes = %(size)s
    ELSE object_version = %(version)s
END
"""
# Sequencers are compared as if the shorter one went on with zeros.
OVERTAKEN = """
SELECT EXISTS (
    SELECT FROM import_job
    WHERE object_key = %(key)s
      AND rpad(lower(object_sequencer), 64, '0') COLLATE "C"
        > rpad(lower(%(sequencer)s), 64, '0') COLLATE "C"
)
"""
# As the operator: what the policies let nobody ask for in that name is not asked for.
ADD = """
INSERT INTO import_job
    (org_id, requested_by, requested_role, file_name, object_key, object_sequencer, auto_apply)
SELECT org_id, subject, role, %(name)s, %(key)s, %(sequencer)s, %(auto_apply)s
FROM account WHERE subject = %(subject)s AND role = 'operator' AND org_id IS NOT NULL
RETURNING id
"""
LEFT_OUT = (
    "A newer file of the same name had come before this one, which was left out."
    " Drop it again if it is to be imported."
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Drop:
    """One version of a file in somebody's folder."""

    operator: str  # the subject of an account
    path: str  # below the folder; a file of ours is in no folder of its own
    object: UploadedObject
    sequencer: str | None

    @classmethod
    def of(cls, upload: UploadedObject, sequencer: str | None) -> Self | None:
        """Return what was dropped; nothing if it is a mere folder, or in nobody's."""
        operator, _, path = upload.key.removeprefix(INBOX).partition("/")
        if not operator or not path or path.endswith("/") or "\0" in upload.key:
            return None
        return cls(operator, path, upload, sequencer)

    @property
    def file_name(self) -> str:
        """Return the name as people see it."""
        letters = self.path[-LONGEST_FILE_NAME:]
        return "".join(x if x.isprintable() else "\N{REPLACEMENT CHARACTER}" for x in letters)

    @property
    def fault(self) -> Issue | None:
        """Return why it cannot be imported, as far as its name says."""
        plain = "/" not in self.path and self.path == self.file_name
        if plain and PurePosixPath(self.path).suffix.lower() in KINDS:
            return None
        return Issue(
            line=0,
            code="NOT_A_FILE_OF_OURS",
            message=f"“{self.file_name}” is no file that can be imported: put {', '.join(KINDS)}"
            f" files of at most {LONGEST_FILE_NAME} characters into the folder itself.",
        )


def take_drop(cursor: Cursor, drop: Drop) -> int | None:
    """Return the job of a file in the inbox, the same one each time; nothing if nobody asked.

    The cursor is the worker's, and stays so.
    """
    found = _identity(drop)
    run(cursor, "lock inbox file", LOCK, found)
    if known := run(cursor, "find inbox job", KNOWN, found):
        return int(known[0][0])
    [(overtaken,)] = run(cursor, "compare sequencers", OVERTAKEN, found)
    become(cursor, Caller(drop.operator, Role.OPERATOR))
    added = run(cursor, "add inbox job", ADD, found)
    become(cursor, WORKER)
    if not added:
        logger.warning("inbox folder is no operator's")
        return None
    job_id = int(added[0][0])
    begin_job(cursor, job_id, drop.object)
    if overtaken:
        end_job(cursor, job_id, ImportState.CANCELLED, LEFT_OUT)
    elif (fault := drop.fault) and (job := find_job(cursor, job_id)):
        refuse(cursor, job, fault)
    return job_id


def _identity(drop: Drop) -> dict[str, Any]:
    return {
        "key": drop.object.key,
        "version": drop.object.version,
        "etag": drop.object.etag,
        "size": drop.object.size,
        "sequencer": drop.sequencer,
        "subject": drop.operator,
        "name": drop.file_name,
        "auto_apply": drop.object.auto_apply,
    }
