"""The school that a new record belongs to."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from graphql_api.mutations.find_record import find_record
from graphql_api.mutations.user_errors import Refused, invalid
from schema.models import Account, Org


def find_org(session: Session, global_id: str | None, subject: str) -> int:
    """Return the key of the school that an id names, or else of the caller's own.

    Raises:
        Refused: there is none.
    """
    if global_id is not None:
        return find_record(session, Org, global_id, "orgId").id
    own = session.scalars(_own_org(subject)).first()
    if own is None:
        raise Refused(invalid("orgId", "Say which school: your account has none of its own."))
    return own


def _own_org(subject: str) -> Select[int | None]:
    """The school or district that a subject works for."""
    return select(Account.org_id).where(Account.subject == subject, Account.org_id.is_not(None))
