"""System health: whether the records can be reached, and how fast."""

import time
from datetime import datetime
from enum import Enum

import strawberry
from strawberry.types import Info

from graphql_api.context import Context


@strawberry.enum(description="Whether something works.")
class HealthStatus(Enum):
    UP = strawberry.enum_value("up", description="It works.")
    DOWN = strawberry.enum_value("down", description="It does not answer.")


@strawberry.type(description="Whether the records can be reached, and how fast.")
class SystemHealth:
    status: HealthStatus = strawberry.field(description="Whether the database answers.")
    database_version: str | None = strawberry.field(
        description="The database's version; null while it is down."
    )
    time: datetime | None = strawberry.field(
        description="The database's clock; null while it is down."
    )
    latency_ms: float = strawberry.field(description="How long the question took, in ms.")


def system_health(info: Info[Context, None]) -> SystemHealth:
    """Ask the database its version and time."""
    start = time.perf_counter()
    answer = info.context.ask_database()
    latency = round((time.perf_counter() - start) * 1000, 3)
    if answer is None:
        return SystemHealth(
            status=HealthStatus.DOWN, database_version=None, time=None, latency_ms=latency
        )
    version, now = answer
    return SystemHealth(
        status=HealthStatus.UP, database_version=version, time=now, latency_ms=latency
    )
