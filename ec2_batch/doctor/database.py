"""The database: whether it answers, lets us in and is what this version expects."""

import re
import time
from hashlib import sha256

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from ec2_batch.doctor.finding import Finding
from schema.access.roles import WORKER_ROLE
from schema.migrate import rule_statements

SUBJECT = "database"
OLDEST = 15
# What PostgreSQL says, and what usually is behind it. The first that is found counts.
CAUSES = (
    (
        "timeout expired|timed out|No route|unreachable",
        "It cannot be reached: its security group must let in the host's group at its port, and"
        " the host's group must let that out; both must be in the same VPC.",
    ),
    ("Connection refused", "Nothing listens there: it is not running, or the port is another."),
    ("translate host name|not known", "Its name leads nowhere: check the host in DATABASE_URL."),
    (
        "PAM authentication failed",
        "It does not take the IAM token: the role needs rds-db:connect for this login, the login"
        " must be granted rds_iam, and the clock must be right.",
    ),
    (
        "password authentication failed|no password supplied",
        "It does not take the password in DATABASE_URL.",
    ),
    (
        "certificate verify failed|does not match host name|root certificate",
        "The server is not proven to be the one that DATABASE_URL names: the name must be RDS's"
        " own, and sslrootcert the file with the region's authority (runtime/authorities.pem).",
    ),
    (
        "no encryption|SSL off|server does not support SSL|certificate",
        "Both sides must agree on TLS: on AWS, DATABASE_URL ends with"
        " ?sslmode=verify-full&sslrootcert=….",
    ),
    ("database .* does not exist", "The server has no such database: `studentcloud migrate`."),
    ("too many (clients|connections)|remaining connection slots", "All its connections are taken."),
)


def look_at_database(engine: Engine) -> Finding:
    """Connect, and see that tables and roles are there."""
    began = time.monotonic()
    try:
        with engine.connect() as connection:
            milliseconds = (time.monotonic() - began) * 1000
            return _examined(connection, milliseconds)
    except DBAPIError as error:
        return Finding(SUBJECT, False, cause(str(error.orig)))


def cause(said: str) -> str:
    """Return what is probably behind an error, in plain words."""
    for pattern, sentence in CAUSES:
        if re.search(pattern, said):
            return sentence
    return f"It does not answer as it should: {said.strip().partition(chr(10))[0]}"


def _examined(connection: Connection, milliseconds: float) -> Finding:
    version = str(connection.scalar(text("SHOW server_version"))).split()[0]
    if int(version.partition(".")[0]) < OLDEST:
        return Finding(SUBJECT, False, f"PostgreSQL {version} is too old: {OLDEST} is the oldest.")
    applied = connection.scalar(
        text("SELECT obj_description(to_regnamespace('app'), 'pg_namespace')")
    )
    if applied is None:
        return Finding(SUBJECT, False, "It holds no tables of ours yet: `studentcloud migrate`.")
    if applied != sha256("\n".join(rule_statements()).encode()).hexdigest():
        sentence = "It belongs to another version of these programs: `studentcloud migrate`."
        return Finding(SUBJECT, False, sentence)
    member = text("SELECT current_user, pg_has_role(current_user, :role, 'MEMBER')")
    login, works = connection.execute(member, {"role": WORKER_ROLE}).one()
    if not works:
        return Finding(SUBJECT, False, f"{login} may not become {WORKER_ROLE}: use batch_service.")
    sentence = f"PostgreSQL {version} is up to date and answers within {milliseconds:.0f} ms."
    return Finding(SUBJECT, True, sentence)
