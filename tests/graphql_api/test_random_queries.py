"""The compiled answer to a random query is what plain resolvers answer, to the letter."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra_cfn.local.postgres.server import Server
from tests.graphql_api.random_world import World, world

DOCUMENTS = 80  # `--random-queries=20000` tries as many, and others each time


@pytest.fixture(scope="module", params=["whole", "with holes"])
def records(postgres: Server, seeded: str, request: pytest.FixtureRequest) -> Iterator[World]:
    with world(postgres, seeded, holes=request.param == "with holes") as made:
        yield made


def test_a_compiled_answer_is_the_answer_of_plain_resolvers(
    records: World, request: pytest.FixtureRequest
) -> None:
    asked = request.config.getoption("--random-queries", default=None)

    @settings(
        max_examples=int(asked or DOCUMENTS),
        derandomize=not asked,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def agree(data: st.DataObject) -> None:
        caller, operations = records.random_case(data.draw)
        for operation in operations:
            records.check(caller, operation)

    agree()

    assert records.refused < records.asked / 20  # or the generator no longer fits the schema
