"""What our policies say and MiniStack's evaluator passes over: who publishes, and whose folder."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ministack.core import iam_actions, iam_evaluator
from ministack.core.iam_evaluator import EvalContext, ParsedStatement

VARIABLE = re.compile(r"\$\{([^}]+)\}")


def evaluate_all_that_policies_say() -> None:
    """Have MiniStack know events:source, and fill in the variables of resources."""
    find_keys, find_statement = iam_actions.request_tag_context, iam_evaluator._first_match

    def find_keys_and_sources(service: str, action: str, body: bytes, parameters: Any) -> Any:
        keys = find_keys(service, action, body, parameters)
        return {**keys, **(sources(body) if action == "events:PutEvents" else {})}

    def find_filled(asked: EvalContext, statements: Sequence[ParsedStatement], effect: str) -> Any:
        return find_statement(asked, [filled(each, asked) for each in statements], effect)

    iam_actions.request_tag_context = find_keys_and_sources
    iam_evaluator._first_match = find_filled


def sources(body: bytes) -> dict[str, list[str]]:
    """Return the sources that events are put under as a condition key; of none, no key."""
    named = [entry["Source"] for entry in json.loads(body)["Entries"] if "Source" in entry]
    return {"events:source": named} if named else {}


def filled(statement: ParsedStatement, asked: EvalContext) -> ParsedStatement:
    """Return a statement about the resources that its variables make for whoever asks."""

    def value(variable: re.Match[str]) -> str:
        found = iam_evaluator._resolve_condition_key(variable[1], asked)
        return "\0" if found is None else str(found)  # without a value nothing is meant

    resources = [VARIABLE.sub(value, each) for each in statement.resources]
    return replace(statement, resources=resources)
