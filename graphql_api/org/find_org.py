"""The school that a new record belongs to."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from graphql_api.mutations.find_record import find_record
from graphql_api.mutations.user_errors import Refused, invalid
from schema.models import Account, Org


def find_org(session: Session, global_id: str | None) -> int:
    """Return the key of the school that an id names, or else of the caller's own.

    Raises:
        Refused: there is none.
    """
    if global_id is not None:
        return find_record(session, Org, global_id, "orgId").id
    own = session.scalar(own_org())
    if own is None:
        raise Refused(invalid("orgId", "Say which school: your account has none of its own."))
    return own


def own_org() -> Select[int | None]:
    """The school or district that the caller works for, in the role at hand."""
    return select(Account.org_id).where(Account.id == func.app.account_id())
