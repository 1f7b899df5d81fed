"""Refusals: what a test says when the database must not allow something."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session


@contextmanager
def refused(session: Session, constraint: str) -> Iterator[None]:
    """Expect that the constraint of that name refuses what is written in the block."""
    # The flush is the statement that may be refused, where the block only set attributes.
    with pytest.raises(IntegrityError) as refusal, session.begin_nested():  # noqa: PT012
        yield
        session.flush()
    assert refusal.value.orig.diag.constraint_name == constraint
