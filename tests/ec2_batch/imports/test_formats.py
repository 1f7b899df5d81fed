"""The formats as they are declared and as they are read: the same columns, and good examples."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from ec2_batch.imports.format import Column, Format, bind
from ec2_batch.imports.formats import FORMATS
from ec2_batch.imports.formats.oneroster import FILES as SETS
from ec2_batch.imports.formats.students import CELLS
from ec2_batch.imports.parsers.values import clean_text
from ec2_batch.imports.references.references import Names, References
from ec2_batch.service.import_formats import ENCODING
from schema import formats
from schema.formats import ImportColumn, ImportEntity, ImportFormatName
from schema.formats.legacy_students import LEGACY_STUDENTS
from schema.value_type import ValueType
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.test_import_legacy import open_course

SCHOOL, COURSE, SCALE, TERM = 1, 7, 3, 5
REFERENCES = References(
    today=date(2026, 11, 22),
    schools=Names.of("school", [(SCHOOL, ["Riverside High School"])]),
    courses=Names.of("course", [(COURSE, ["BIO-101"])]),
    default_school=SCHOOL,
    grade_scales=Names.of("grade_scale", [(SCALE, ["Letter grades"])]),
    terms=Names.of("term", [(TERM, ["Fall 2026"])]),
)
PYTHON_TYPES: dict[ValueType, type | tuple[type, ...]] = {
    ValueType.TEXT: (str, dict),  # a whole name is cut into its two
    ValueType.DATE: date,
    ValueType.INTEGER: int,
    ValueType.DECIMAL: str,  # as exact as it is written
    ValueType.ENUM: str,
    ValueType.REFERENCE: int,
}


# Of which there are too many to be read beforehand.
FOUND_BY_THE_MERGE = (ImportEntity.STUDENT, ImportEntity.SECTION)


def both_sides() -> list[Any]:
    """Return each column as it is declared and as it is read."""
    return [
        pytest.param(declared, read, id=f"{kind.name}-{declared.name}")
        for kind in FORMATS.values()
        for file in kind.declared.files
        for declared, read in zip(file.columns, kind.columns, strict=True)
    ]


def test_every_format_that_is_declared_is_read() -> None:
    assert {*FORMATS, *SETS} == set(formats.FORMATS)
    files = {name: each.declared for name, each in FORMATS.items()}
    sets = {name: each[0][0].declared for name, each in SETS.items()}
    assert files | sets == formats.FORMATS


@pytest.mark.parametrize(("declared", "read"), both_sides())
def test_a_column_is_read_as_it_is_declared(declared: ImportColumn, read: Column) -> None:
    assert (read.name, read.aliases) == (declared.name, declared.aliases)
    assert read.required == declared.required


def test_cells_of_other_columns_are_refused() -> None:
    with pytest.raises(ValueError, match=r"The columns of students\.csv are not the ones"):
        bind(*LEGACY_STUDENTS.files, CELLS)


@pytest.mark.parametrize(("declared", "read"), both_sides())
def test_an_example_is_a_value_of_its_type(declared: ImportColumn, read: Column) -> None:
    value = read.cell.parse(declared.example, REFERENCES)

    # What a row belongs to may stand in a later one, and is found when that is written.
    by_name = declared.refers_to in FOUND_BY_THE_MERGE or declared.name == "parent"
    assert isinstance(value, str if by_name else PYTHON_TYPES[declared.type])


GLANCED_AT = [
    pytest.param(column, id=f"{kind.name}-{column.name}")
    for kind in FORMATS.values()
    for column in kind.columns
    if column.cell.plain
]


@pytest.mark.parametrize("column", GLANCED_AT)
@given(data=st.data())
def test_what_a_glance_takes_as_it_is_the_parser_would_only_return(
    column: Column, data: st.DataObject
) -> None:
    # As polars reads the pattern: its own digits and letters are ASCII's.
    text = data.draw(st.from_regex(re.compile(column.cell.plain or "", re.ASCII), fullmatch=True))

    trimmed = text.strip()

    assert column.cell.parse(clean_text(trimmed), REFERENCES) == trimmed


@pytest.mark.parametrize("kind", FORMATS.values(), ids=lambda kind: kind.name)
def test_a_key_is_looked_for_from_the_best_one_of_a_header_on(kind: Format) -> None:
    [file] = kind.declared.files

    last = kind.entity.referred

    assert [kind.keys(file.keys[at:]) for at in range(len(file.keys))] == [
        (*file.keys[at:], *last[:1]) for at in range(len(file.keys))
    ]
    assert kind.keys(()) == last


@pytest.mark.parametrize("name", ["students", "legacy-students"])
def test_a_template_is_imported_as_it_is(school: School, name: str) -> None:
    with school.database.owner_session() as session:
        session.execute(
            text("UPDATE org SET name = 'Riverside High School' WHERE id = :id"),
            {"id": school.org_id},
        )
    open_course(school, 10, code="BIO-101")
    [file] = formats.FORMATS[ImportFormatName(name)].files

    job = school.run(file.template)
    again = school.run(file.template.encode(ENCODING))  # as it is downloaded

    assert school.issues(job["id"]) == []
    assert (job["state"], job["format"], job["rows_created"]) == ("completed", name, 1)
    assert (again["state"], again["rows_unchanged"]) == ("completed", 1)
    [student] = school.rows("SELECT * FROM student WHERE org_id = :org")
    examples = {column.name: column.example for column in file.columns}
    written = {c: examples[c] for c in file.header if c in student}
    assert {column: str(student[column]) for column in written} == written
    enrolled = school.rows("SELECT state FROM enrollment WHERE org_id = :org")
    assert enrolled == ([{"state": "active"}] if "course" in file.header else [])
