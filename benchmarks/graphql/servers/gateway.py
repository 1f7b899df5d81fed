"""The project's own API as `make up` serves it: local gateway, real runtime client, handler."""

import asyncio
import json
import sys

from benchmarks.graphql.servers.plain_http import told
from infra_cfn.local.gateway.serve import serve

PROCESSES = 2  # of the function, each with a connection


async def main() -> None:
    """Serve until the process is ended."""
    settings = told()["settings"]
    nowhere = "http://127.0.0.1:1"  # no request is for the Flask service
    async with serve(
        0,
        handler_environment=settings,
        flask_url=nowhere,
        token_for_role=lambda role: "",
        concurrency=PROCESSES,
    ) as ready:
        sys.stdout.write(json.dumps({"port": ready.port}) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
