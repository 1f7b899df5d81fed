"""The loaders of one request, as Strawberry's guide to DataLoader has them, on asyncpg."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Any

from strawberry.dataloader import DataLoader
from strawberry.types import Info

from benchmarks.graphql.servers.strawberry_dataloader.statements import AVERAGE_SCORE, COLUMNS


class Loaders:
    """The loaders of one request, which share its connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()  # a connection runs one statement at a time
        self._made: dict[Hashable, DataLoader[Any, Any]] = {}

    async def fetch(self, sql: str, *values: Any) -> list[Any]:
        """Run a statement; asyncpg prepares it the first time."""
        async with self._turn:
            rows: list[Any] = await self._connection.fetch(sql, *values)
            return rows

    def one(self, table: str) -> DataLoader[Any, Any]:
        """Return the loader of rows by their ids."""

        async def load(keys: list[int]) -> Sequence[Any]:
            sql = f"SELECT {COLUMNS[table]} FROM {table} WHERE id = ANY ($1::bigint[])"
            rows = {row["id"]: row for row in await self.fetch(sql, keys)}
            return [rows.get(key) for key in keys]

        return self._loader(table, load)

    def many(self, sql: str, first: int) -> DataLoader[Any, Any]:
        """Return the loader of each parent's first rows."""

        async def load(keys: list[int]) -> Sequence[Any]:
            rows = defaultdict(list)
            for row in await self.fetch(sql, keys, first):
                rows[row["parent"]].append(row)
            return [rows[key] for key in keys]

        return self._loader((sql, first), load)

    def count(self, sql: str, state: str | None) -> DataLoader[Any, Any]:
        """Return the loader of how many rows each parent has."""

        async def load(keys: list[int]) -> Sequence[Any]:
            counts = {row["parent"]: row["count"] for row in await self.fetch(sql, keys, state)}
            return [counts.get(key, 0) for key in keys]

        return self._loader((sql, state), load)

    def average_score(self) -> DataLoader[Any, Any]:
        """Return the loader of each line item's average."""

        async def load(keys: list[int]) -> Sequence[Any]:
            rows = await self.fetch(AVERAGE_SCORE, keys)
            averages = {row["parent"]: row["average"] for row in rows}
            return [averages.get(key) for key in keys]

        return self._loader("average_score", load)

    def _loader(
        self, key: Hashable, load: Callable[[list[int]], Awaitable[Sequence[Any]]]
    ) -> DataLoader[Any, Any]:
        if key not in self._made:
            self._made[key] = DataLoader(load_fn=load)
        return self._made[key]


ApiInfo = Info[dict[str, Any], None]


def loaders(info: ApiInfo) -> Loaders:
    made: Loaders = info.context["loaders"]
    return made
