"""Who imports sets."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from schema.access.roles import Role
from tests.ec2_batch.conftest import School
from tests.factories import make_caller


@pytest.fixture
def district(make_school: Callable[[], School]) -> School:
    """Whoever may import for all schools there are."""
    school = make_school()
    with school.database.owner_session() as session:
        return replace(school, operator=make_caller(session, Role.ADMIN))
