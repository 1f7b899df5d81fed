"""PostGraphile's dialect: its API has the tables' own names and values."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from benchmarks.graphql.dialects.dialect import Dialect

_OPERATORS = {"eq": "equalTo", "in": "in", "startsWith": "startsWith"}
_NAMES = {"name": "sortName"}


def variables(operation: str, given: Any) -> Any:
    """Return an operation's variables as PostGraphile's document wants them."""
    if operation == "change_student":
        change = given["input"]
        key = change["id"].removeprefix("student_")
        return {"rowId": key, "birthDate": change["birthDate"]}
    return {"where": _filter(given["where"])} if operation == "deep_filter" else given


def _filter(where: Any) -> Any:
    found: dict[str, Any] = {}
    for name, value in where.items():
        if name in ("and", "or"):
            found[name] = [_filter(each) for each in value]
        elif name == "not":
            found[name] = _filter(value)
        else:
            ((operator, operand),) = value.items()
            operand = operand.lower() if name == "status" else operand
            found[_NAMES.get(name, name)] = {_OPERATORS[operator]: operand}
    return found


def answer(operation: str, data: Any) -> Any:
    """Return an answer with the API's shape."""
    if operation == "change_student":
        return {"studentUpdate": {**data["studentUpdate"], "userErrors": []}}
    return _reshaped(data)


def _rounded(average: str | None) -> str | None:
    """Return an average as the API rounds it; null stays null."""
    return average and str(Decimal(average).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _reshaped(value: Any) -> Any:
    if isinstance(value, list):
        return [_reshaped(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: _reshaped(member) for key, member in value.items()}
    if "totalCount" in found:
        found["totalCount"] = {"value": found["totalCount"]}
    if "aggregates" in found.get("results", {}):
        # What it averages it does not round.
        average = found.pop("results")["aggregates"]["average"]["score"]
        found["averageScore"] = _rounded(average)
    if "teachers" in found:
        # A link's rows cannot be sorted by what they link to.
        staff = [link["staff"] for link in found["teachers"]["nodes"]]
        staff.sort(key=lambda each: str(each["sortName"]))
        found["teachers"] = {"nodes": [{k: s[k] for k in ("name", "email")} for s in staff]}
    return found


POSTGRAPHILE = Dialect("postgraphile", variables=variables, answer=answer)
