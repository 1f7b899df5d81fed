"""A mutation's answer is the same, to the letter, whether it is compiled or graphql-core's."""

import base64
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from infra_cfn.local.postgres.server import Server
from schema.access.caller import Caller
from schema.access.roles import Role
from tests.graphql_api.answers import COMPILED, SLOW
from tests.graphql_api.random_queries import random_mutation
from tests.graphql_api.random_world import World, world

MUTATIONS = 120
# What two histories do not share: moments, and ids that nobody chose.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[0-9.:+Z]*")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@pytest.fixture(scope="module", params=["whole", "with holes"])
def twins(
    postgres: Server, seeded: str, request: pytest.FixtureRequest
) -> Iterator[tuple[World, World]]:
    """The same records twice: what is done to the one is done to the other."""
    holes = request.param == "with holes"
    with world(postgres, seeded, holes=holes) as one, world(postgres, seeded, holes=holes) as other:
        yield one, other


def test_a_mutation_is_answered_as_by_graphql_core(
    twins: tuple[World, World], request: pytest.FixtureRequest
) -> None:
    one, other = twins
    asked = request.config.getoption("--random-queries", default=None)
    # The same person's account has a subject of its own in each of the two.
    callers = [pair for pair in zip(one.callers, other.callers, strict=True) if _writes(pair[0])]
    done = refused = 0

    @settings(
        max_examples=int(asked or MUTATIONS),
        derandomize=not asked,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        # Each mutation is done to what the last one left.
        phases=[phase for phase in settings.default.phases if phase.name in ("generate", "reuse")],
    )
    @given(st.data())
    def agree(data: st.DataObject) -> None:
        nonlocal done, refused
        caller, twin = data.draw(st.sampled_from(callers))
        operation = random_mutation(data.draw, one.answers.schema, one.sample, lambda *_: [])
        note(f"{caller}\n{operation.document}\n{operation.variables}")

        fast = one.answers.answer(COMPILED, operation, caller)
        slow = other.answers.answer(SLOW, operation, twin)

        assert _steady(fast.body) == _steady(slow.body)
        done += '"errors"' not in fast.body and '"code"' not in fast.body
        refused += fast.refused

    agree()

    assert done > int(asked or MUTATIONS) / 4
    assert refused < int(asked or MUTATIONS) / 10


def _writes(caller: Caller) -> bool:
    return caller.role in (Role.REGISTRAR, Role.ADMIN, Role.TEACHER)


def _steady(body: str) -> Any:
    return json.loads(body, object_pairs_hook=lambda pairs: [(k, _masked(v)) for k, v in pairs])


def _masked(value: Any) -> Any:
    if isinstance(value, list):
        return [_masked(each) for each in value]
    if not isinstance(value, str):
        return value
    with suppress(ValueError):
        value = base64.b64decode(value, validate=True).decode()  # a cursor holds sort keys
    return _UUID.sub("an id", _MOMENT.sub("a moment", value))
