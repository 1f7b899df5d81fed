"""strawchemy on the project's own models: SQLAlchemy's async session on asyncpg, under uvicorn."""

import json
import socket
import sys
from collections.abc import AsyncIterator
from typing import Any

import strawberry
import uvicorn
import uvloop
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, SchemaExtension, ValidationCache

from benchmarks.graphql.servers.strawchemy_schema import Query

BECOME = text(
    "SELECT set_config('role', :caller_role, true),"
    " set_config('app.subject', :caller_subject, true)"
)


class Transaction(SchemaExtension):
    """Makes one transaction of an operation, in which the database knows the caller."""

    async def on_operation(self) -> AsyncIterator[None]:
        context = self.execution_context.context
        async with AsyncSession(context["engine"], expire_on_commit=False) as session:
            await session.execute(BECOME, context["caller"])
            context["session"] = session
            yield
            await session.commit()


class Application(GraphQL[dict[str, Any], None]):
    """Strawberry's own ASGI application."""

    engine: Any = None
    caller: dict[str, str]

    async def get_context(self, request: Any, response: Any) -> dict[str, Any]:
        return {"engine": self.engine, "caller": self.caller}


async def main() -> None:
    """Serve until the process is ended."""
    words = json.loads(sys.stdin.readline())
    extensions = [Transaction, ParserCache, ValidationCache]
    schema = strawberry.Schema(Query, extensions=extensions)
    application = Application(schema, graphql_ide=None)
    application.caller = words["caller"]
    url = make_url(words["database_url"]).set(drivername="postgresql+asyncpg")
    application.engine = create_async_engine(url, pool_size=words["pool_size"], max_overflow=0)
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        sys.stdout.write(json.dumps({"port": listener.getsockname()[1]}) + "\n")
        sys.stdout.flush()
        config = uvicorn.Config(
            application, loop="uvloop", http="httptools", access_log=False, log_level="warning"
        )
        await uvicorn.Server(config).serve(sockets=[listener])


if __name__ == "__main__":
    uvloop.run(main())
