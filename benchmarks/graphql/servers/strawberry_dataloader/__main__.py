"""Strawberry with DataLoader, as Strawberry's documentation shows it: async, under uvicorn.

Source: https://strawberry.rocks/docs/guides/dataloaders
"""

import json
import socket
import sys
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import strawberry
import uvicorn
import uvloop
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, SchemaExtension, ValidationCache

from benchmarks.graphql.servers.strawberry_dataloader.loaders import Loaders
from benchmarks.graphql.servers.strawberry_dataloader.root import Mutation, Query

# One message begins the transaction and says who the caller is.
BEGIN = "BEGIN; SELECT set_config('role', {role}, true), set_config('app.subject', {subject}, true)"


class Transaction(SchemaExtension):
    """Makes one transaction of an operation, in which the database knows the caller."""

    async def on_operation(self) -> AsyncIterator[None]:
        context = self.execution_context.context
        async with context["pool"].acquire() as connection:
            await connection.execute(context["begin"])
            context["loaders"] = Loaders(connection)
            yield
            await connection.execute("COMMIT")


async def leave_as_it_is(_connection: Any) -> None:
    """Spare a message at each release: nothing that a request sets outlives its transaction."""


class Application(GraphQL[dict[str, Any], None]):
    """Strawberry's own ASGI application."""

    pool: Any = None
    begin: str

    async def get_context(self, request: Any, response: Any) -> dict[str, Any]:
        return {"request": request, "response": response, "pool": self.pool, "begin": self.begin}


def quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


async def main() -> None:
    """Serve until the process is ended."""
    words = json.loads(sys.stdin.readline())
    extensions = [Transaction, ParserCache, ValidationCache]
    schema = strawberry.Schema(Query, mutation=Mutation, extensions=extensions)
    application = Application(schema, graphql_ide=None)
    caller = words["caller"]
    role, subject = (quoted(caller[name]) for name in ("caller_role", "caller_subject"))
    application.begin = BEGIN.format(role=role, subject=subject)
    url, size = words["database_url"], words["pool_size"]
    async with asyncpg.create_pool(
        url, min_size=size, max_size=size, reset=leave_as_it_is
    ) as application.pool:
        with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
            sys.stdout.write(json.dumps({"port": listener.getsockname()[1]}) + "\n")
            sys.stdout.flush()
            config = uvicorn.Config(
                application, loop="uvloop", http="httptools", access_log=False, log_level="warning"
            )
            await uvicorn.Server(config).serve(sockets=[listener])


if __name__ == "__main__":
    uvloop.run(main())
