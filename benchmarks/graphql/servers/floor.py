"""The floor: SQL written by hand for each operation, and nothing that could be left out.

No GraphQL is read and no token checked; the operation's name picks a prepared statement.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import LifoQueue
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extras import register_default_json

from benchmarks.graphql.servers.plain_http import Receive, Send, serve, told
from schema.access.caller import SET_CALLER

STATEMENTS = Path(__file__).parents[1] / "documents" / "floor"
# %(name)s::type, as psycopg2 would bind it; a prepared statement wants $1::type.
PARAMETER = re.compile(r"%\((\w+)\)s::(\w+(?:\[\])?)")


def place(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the sort values to go on from; the first page comes after nothing."""
    name, key = json.loads(variables["after"]) if variables.get("after") else ("", 0)
    return {"after_name": name, "after_id": key}


def change(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a change to a student."""
    given = variables["input"]
    return {"id": int(given["id"].removeprefix("student_")), "birth_date": given["birthDate"]}


def deep_filter(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the one filter whose shape the statement has."""
    _, either, neither = variables["where"]["and"]
    prefix = either["or"][1]["name"]["startsWith"]
    return {
        "grades": either["or"][0]["gradeLevel"]["in"],
        "from_name": prefix,
        "to_name": prefix[:-1] + chr(ord(prefix[-1]) + 1),
        "not_grade": neither["not"]["or"][1]["gradeLevel"]["eq"],
    }


VALUES: dict[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
    "PageOfStudents": place,
    "StudentsWithEnrollments": place,
    "ChangeStudent": change,
    "DeepFilter": deep_filter,
}


class Floor:
    """Answers the benchmark's operations by name."""

    def __init__(self, database_url: str, caller: Mapping[str, str], pool_size: int) -> None:
        self._caller = caller
        self._calls: dict[str, str] = {}
        prepared = "; ".join(self._prepare(path) for path in sorted(STATEMENTS.glob("*.sql")))
        register_default_json(loads=str)  # the answer's own text is what is wanted
        self._free: LifoQueue[Connection] = LifoQueue()
        for _ in range(pool_size):
            connection = psycopg2.connect(database_url)
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(prepared)
            self._free.put(connection)

    def _prepare(self, path: Path) -> str:
        """Return the PREPARE of a statement, and note how it is called."""
        sql = path.read_text()
        types: dict[str, str] = dict(PARAMETER.findall(sql))
        numbers = {name: f"${i}" for i, name in enumerate(types, 1)}
        numbered = PARAMETER.sub(lambda found: f"{numbers[found[1]]}::{found[2]}", sql)
        arguments = ", ".join(f"%({name})s" for name in types)
        operation = "".join(word.title() for word in path.stem.split("_"))
        self._calls[operation] = f"EXECUTE {path.stem} ({arguments})"
        return f"PREPARE {path.stem} ({', '.join(types.values())}) AS {numbered}"

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        asked = json.loads((await receive())["body"])
        name, variables = asked["operationName"], asked["variables"]
        body = f'{{"data":{self._data(name, variables)}}}'.encode()
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _data(self, name: str, variables: Mapping[str, Any]) -> str:
        values = VALUES.get(name, dict)(variables)
        connection = self._free.get()
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"{SET_CALLER}; {self._calls[name]}", {**values, **self._caller})
                found = cursor.fetchone()
        finally:
            self._free.put(connection)
        return str(found[0]) if found else "null"


if __name__ == "__main__":
    words = told()
    serve(Floor(words["database_url"], words["caller"], words["pool_size"]))
