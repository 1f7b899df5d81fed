"""A student's row as pydantic checks it, and the rows of a file that pass and come first."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic import ValidationError as InvalidRowError


def _nothing(value: Any) -> Any:
    return None if value == "" else value


def _grade(value: str) -> Any:
    return 0 if value == "K" else value


EmptyIsNone = BeforeValidator(_nothing)
# Not EmailStr: it takes five times as long as all the rest of a row.
Email = Annotated[
    str, StringConstraints(pattern=r"^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$", max_length=254)
]
Name = Annotated[str, StringConstraints(pattern=r"\p{L}", max_length=200)]


class StudentRow(BaseModel):
    """One student, as the table takes one."""

    model_config = ConfigDict(frozen=True)

    sourced_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:@/{}-]{1,255}$")]
    student_number: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
    given_name: Name
    family_name: Annotated[Name | None, EmptyIsNone]
    email: Annotated[Email | None, EmptyIsNone]
    birth_date: Annotated[date | None, EmptyIsNone]
    grade_level: Annotated[int, BeforeValidator(_grade), Field(ge=0, le=13)]
    org_id: int

    unique: ClassVar[tuple[str, ...]] = ("sourced_id", "student_number", "email")


def valid_rows(path: Path, schools: Mapping[str, int]) -> Iterator[StudentRow]:
    """Yield the rows that can be written; of those that share a key, the first."""
    seen: dict[str, set[str]] = {name: set() for name in StudentRow.unique}
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines)
        for cells in lines:
            if len(cells) != len(header):
                continue
            values: dict[str, Any] = dict(zip(header, cells, strict=True))
            values["org_id"] = schools.get(values.pop("school"))
            try:
                row = StudentRow.model_validate(values)
            except InvalidRowError:
                continue
            keys = [(name, key) for name in seen if (key := getattr(row, name)) is not None]
            if not any(key in seen[name] for name, key in keys):
                for name, key in keys:
                    seen[name].add(key)
                yield row
