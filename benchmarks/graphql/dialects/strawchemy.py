"""strawchemy's dialect: plain lists, pages by limit, and filters with its own names."""

import json
from collections.abc import Mapping
from typing import Any

from benchmarks.graphql.dialects.dialect import Dialect

_PAGE = {"page_of_students": 50, "deep_filter": 20}  # of which one row more is asked for
_NAMES = {"and": "_and", "or": "_or", "not": "_not", "name": "sortName"}
_LISTS = {"enrollments": "enrollments", "results": "results", "staff": "teachers"}
_RENAMED = {"gradeScaleEntry": "grade"}


def variables(operation: str, given: Any) -> Any:
    """Return an operation's variables as strawchemy's document wants them."""
    if "after" in given:
        return {"after": _behind(given["after"])}
    return {"where": _filter(given["where"])} if operation == "deep_filter" else given


def _behind(cursor: str | None) -> Any:
    """Return the filter that stands in for a cursor."""
    if cursor is None:
        return {}
    name, key = json.loads(cursor)
    same = {"sortName": {"eq": name}, "id": {"gt": key}}
    return {"_or": [{"sortName": {"gt": name}}, same]}


def _filter(where: Any) -> Any:
    found: dict[str, Any] = {}
    for name, value in where.items():
        if name in ("and", "or"):
            found[_NAMES[name]] = [_filter(each) for each in value]
        elif name == "not":
            found[_NAMES[name]] = _filter(value)
        else:
            operand = value.get("eq") or value
            lowered = {"eq": operand.lower()} if name == "status" else value
            found[_NAMES.get(name, name)] = {_operator(k): v for k, v in lowered.items()}
    return found


def _operator(name: str) -> str:
    return {"startsWith": "startswith"}.get(name, name)


def answer(operation: str, data: Any) -> Any:
    """Return an answer with the API's shape."""
    rows = [_reshaped(row) for row in data["students"]]
    if operation in ("one_student", "transcript"):
        return {"student": rows[0] if rows else None}
    size = _PAGE.get(operation)
    if size is None:
        return {"students": {"nodes": rows}}
    page = {"nodes": rows[:size], "pageInfo": {"hasNextPage": len(rows) > size}}
    return {"students": page}


def _reshaped(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    found: dict[Any, Any] = {}
    for key, member in value.items():
        if key in _LISTS:
            if key == "staff":  # comes by id: asked to sort a relation, it fails
                member = sorted(member, key=lambda each: str(each["sortName"]))
            found[_LISTS[key]] = {"nodes": [_reshaped(each) for each in member]}
        elif key not in ("id", "sortName"):
            found[_RENAMED.get(key, key)] = _reshaped(member)
    return found


def cursor(data: Mapping[str, Any]) -> str:
    """Return where the next page of students begins."""
    last = data["students"][:50][-1]
    return json.dumps([last["sortName"], last["id"]])


STRAWCHEMY = Dialect("strawchemy", variables=variables, answer=answer, cursor=cursor)
