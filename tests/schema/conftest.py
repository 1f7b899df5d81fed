"""What tests of access share."""

import pytest

from tests.conftest import Database
from tests.schema.school import School, make_school


@pytest.fixture(scope="module")
def school(database: Database) -> School:
    """A small district, for the tests of one module."""
    with database.owner_session() as session:
        return make_school(session)
