"""The rows of a file that pydantic lets pass; of those that share a key, the first."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic import ValidationError as InvalidRowError

Ids = Mapping[str, Mapping[str, int]]


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
SourcedId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:@/{}-]{1,255}$")]


class Row(BaseModel):
    """One record, as its table takes one."""

    model_config = ConfigDict(frozen=True)

    unique: ClassVar[tuple[str, ...]]
    references: ClassVar[Mapping[str, str]]  # by column, what the file calls it


class StudentRow(Row):
    """One student."""

    sourced_id: SourcedId
    student_number: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
    given_name: Name
    family_name: Annotated[Name | None, EmptyIsNone]
    email: Annotated[Email | None, EmptyIsNone]
    birth_date: Annotated[date | None, EmptyIsNone]
    grade_level: Annotated[int, BeforeValidator(_grade), Field(ge=0, le=13)]
    org_id: int

    unique = ("sourced_id", "student_number", "email")
    references = {"org_id": "school"}


class EnrollmentRow(Row):
    """One student's place in one section."""

    sourced_id: SourcedId
    student_id: int
    section_id: int
    org_id: int
    state: Literal["active", "waitlisted", "withdrawn", "completed"]
    begin_date: Annotated[date | None, EmptyIsNone]

    unique = ("sourced_id",)
    references = {"student_id": "student", "section_id": "section", "org_id": "section"}


ROWS: Mapping[str, type[Row]] = {"student": StudentRow, "enrollment": EnrollmentRow}


def checked_rows(path: Path, model: type[Row], ids: Ids) -> Iterator[Row]:
    """Yield the rows that can be written."""
    seen: dict[str, set[str]] = {name: set() for name in model.unique}
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines)
        for cells in lines:
            if len(cells) != len(header):
                continue
            values: dict[str, Any] = dict(zip(header, cells, strict=True))
            for name, column in model.references.items():
                values[name] = ids[name].get(values[column])
            try:
                row = model.model_validate(values)
            except InvalidRowError:
                continue
            keys = [(name, key) for name in seen if (key := getattr(row, name)) is not None]
            if not any(key in seen[name] for name, key in keys):
                for name, key in keys:
                    seen[name].add(key)
                yield row
