"""Types of values: what may stand in a column of a file, or be given to a report."""

from enum import StrEnum


class ValueType(StrEnum):
    """What kind of value it is."""

    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    ENUM = "enum"
    REFERENCE = "reference"
    LIST = "list"
