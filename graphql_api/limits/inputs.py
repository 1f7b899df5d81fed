"""Inputs: what the values of any request must keep to, whatever they are for."""

import re
from collections.abc import Mapping
from typing import Any

from graphql import ListValueNode, Node, ObjectValueNode, Visitor, visit

from graphql_api.errors import RequestError
from graphql_api.limits.document import DEEPEST_INPUT, MOST_ITEMS, TooMuchError

_NAME = re.compile(r"[_A-Za-z][_0-9A-Za-z]{0,60}")
_TOO_LONG = f"a list of more than {MOST_ITEMS} items. Send several requests."
_TOO_DEEP = f"lists or objects in each other on more than {DEEPEST_INPUT} levels."


def check_variables(variables: Mapping[str, Any]) -> None:
    """Refuse variables that hold too much, or what no record can hold.

    Raises:
        RequestError: says which variable it is.
    """
    for name, value in variables.items():
        where = f"Variable `${name}`" if _NAME.fullmatch(name) else "A variable"
        _check(value, where, DEEPEST_INPUT)


def check_text(text: str, where: str) -> None:
    """Refuse a text that no record can hold.

    Raises:
        RequestError: says where it stands.
    """
    if "\0" in text:
        raise RequestError(400, "BAD_USER_INPUT", f"{where} holds the character NUL.")
    try:
        text.encode()
    except UnicodeEncodeError:
        message = f"{where} holds half of a surrogate pair, which is no character."
        raise RequestError(400, "BAD_USER_INPUT", message) from None


def _check(value: Any, where: str, levels: int) -> None:
    if isinstance(value, str):
        check_text(value, where)
    elif isinstance(value, list | dict):
        if levels == 0:
            raise RequestError(400, "TOO_MUCH", f"{where} holds {_TOO_DEEP}")
        if isinstance(value, list) and len(value) > MOST_ITEMS:
            raise RequestError(400, "TOO_MUCH", f"{where} holds {_TOO_LONG}")
        for item in value.values() if isinstance(value, dict) else value:
            _check(item, where, levels - 1)


def check_literals(document: Node) -> None:
    """Refuse a document that writes out too much.

    Raises:
        TooMuchError: a list is too long, or an input is nested too deeply.
    """
    visit(document, _Literals())


class _Literals(Visitor):
    """Counts the levels of inputs."""

    def __init__(self) -> None:
        super().__init__()
        self.levels = 0

    def enter_list_value(self, node: ListValueNode, *_: Any) -> None:
        if len(node.values) > MOST_ITEMS:
            raise TooMuchError(f"An argument holds {_TOO_LONG}", node)
        self._enter(node)

    def enter_object_value(self, node: ObjectValueNode, *_: Any) -> None:
        self._enter(node)

    def leave_list_value(self, *_: Any) -> None:
        self.levels -= 1

    def leave_object_value(self, *_: Any) -> None:
        self.levels -= 1

    def _enter(self, node: Node) -> None:
        self.levels += 1
        if self.levels > DEEPEST_INPUT:
            raise TooMuchError(f"An argument holds {_TOO_DEEP}", node)
