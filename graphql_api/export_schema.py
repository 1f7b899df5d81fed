"""Print the schema as SDL: `make sdl` keeps schema/api.graphql by it."""

import sys

from strawberry.printer import print_schema

from graphql_api.root import make_schema


def sdl() -> str:
    """Return the schema's SDL, sorted as the code declares it."""
    return print_schema(make_schema()) + "\n"


if __name__ == "__main__":
    sys.stdout.write(sdl())
