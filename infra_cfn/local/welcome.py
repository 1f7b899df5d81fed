"""What `make up` says when all is ready."""

from pathlib import Path

from infra_cfn.local.up_file import Up, up_file

QUERY = "{ students(first: 3) { nodes { name studentNumber } } }"


def welcome(up: Up, data: Path) -> str:
    """Return where everything is, how to get a token of each role, and a first request."""
    return f"""
Student Cloud runs on this machine. Ctrl-C or `make down` ends it; the records stay.

  Console   {up.console}
  GraphiQL  {up.graphiql}
  GraphQL   {up.graphql}
  REST      {up.api}
  AWS       {up.aws_endpoint} (MiniStack)
  Logs      {data / "logs"}

A token, good for a day (each role's, and the database's address, are in {up_file(data)}):

  .venv/bin/studentcloud token --role ROLE     where ROLE is one of
  {", ".join(up.tokens)}

A first request:

  curl -s {up.graphql} \\
    -H "Authorization: Bearer $(.venv/bin/studentcloud token --role registrar)" \\
    -H 'Content-Type: application/json' \\
    -d '{{"query": "{QUERY}"}}'
"""
