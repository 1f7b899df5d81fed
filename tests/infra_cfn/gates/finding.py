"""What a tool has to say of a template."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that a tool has to say."""

    tool: str  # skipped is checkov's, told to be silent
    rule: str
    file: str
    resource: str
    sentence: str
