"""Values that follow from who asks, as JSON text."""

import json
from collections.abc import Callable
from typing import Any

from schema.access.caller import Caller


def json_for(value: Callable[[Caller], Any]) -> Callable[[Caller], str]:
    """Return a function that writes `value` of a caller as JSON."""
    return lambda caller: json.dumps(value(caller), separators=(",", ":"))
