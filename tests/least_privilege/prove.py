"""The proof of least privilege, without a call: what is granted is what the matrix says."""

from collections.abc import Iterator

from tests.least_privilege.matrix import request_of
from tests.least_privilege.matrix_beside import ALL_MAY, ALL_MAY_NOT
from tests.least_privilege.policies import Granted, Statement
from tests.least_privilege.simulate import Request, applies

# X-Ray and CloudWatch's metrics know no resources.
WITHOUT_RESOURCE = {"Trace", "Measure"}


def faults(granted: Granted) -> Iterator[str]:
    """Yield what is granted too much or too little; a policy that cannot be read is a fault."""
    for rows, wanted in ((ALL_MAY, True), (ALL_MAY_NOT, False)):
        for row in rows:
            try:
                allowed = granted.allows(row[0], request_of(row))
            except (KeyError, ValueError) as error:
                yield f"{row[0]} cannot be judged: {error!r}"
                continue
            if allowed is not wanted:
                yield f"{row[0]} {'may' if allowed else 'may not'} {row[1]} on {row[2]}"
    for role, statements in granted.roles.items():
        for statement in statements:
            yield from _unnamed(role, statement)


def _unnamed(role: str, statement: Statement) -> Iterator[str]:
    sid = statement.get("Sid", "a statement without a name")
    if "*" in listed(statement["Resource"]) and sid not in WITHOUT_RESOURCE:
        yield f"{role} may do something to everything by {sid}"
    asked = [request_of(row) for row in ALL_MAY if row[0] == role]
    for action in listed(statement["Action"]):
        one = {**statement, "Action": action}
        if "*" in action or not any(_applies(one, request) for request in asked):
            yield f"{role} may {action} by {sid}, which no row asks for"


def _applies(statement: Statement, request: Request) -> bool:
    try:
        return applies(statement, request)
    except ValueError:  # of what is not known here nobody asks
        return False


def listed(value: str | list[str]) -> list[str]:
    """Return what may stand alone as a list."""
    return [value] if isinstance(value, str) else value
