"""Import formats, as the API shows them: the declarations themselves."""

import strawberry

from graphql_api.declare.fields import planned
from schema.access.caller import Caller
from schema.access.roles import Permission
from schema.formats import FORMATS, ImportEntity, ImportFormatName
from schema.formats import ImportFormat as Declared
from schema.value_type import ValueType


@planned
class ImportColumn:
    """A column that a file may have."""

    name: str = strawberry.field(description="Its header.")
    aliases: list[str] = strawberry.field(
        description="Other headers that mean it; case, spaces and punctuation do not count."
    )
    description: str = strawberry.field(description="What stands in it, in a sentence.")
    type: ValueType = strawberry.field(description="What kind of value stands in it.")
    required: bool = strawberry.field(
        description="Whether each row of a file that has the column must have a value there."
    )
    values: list[str] = strawberry.field(
        description="What may stand in it, where that is an ENUM; otherwise empty."
    )
    refers_to: ImportEntity | None = strawberry.field(
        description="What a REFERENCE, or each of a LIST of them, names; otherwise null."
    )
    example: str = strawberry.field(description="A value that it may have.")


@planned
class ImportFile:
    """A CSV file of a format: a header, and rows about one kind of record."""

    name: str = strawberry.field(description="What the file is called.")
    entity: ImportEntity = strawberry.field(description="What its rows are about.")
    columns: list[ImportColumn] = strawberry.field(
        description="The columns it may have, in any order; others are ignored, and named."
    )
    needs: list[list[str]] = strawberry.field(
        description="Columns that it must have: of each group, at least one."
    )
    keys: list[str] = strawberry.field(
        description="The columns by which a known record is found: by the first, else by the next."
    )
    example: str = strawberry.field(description="A header to begin a file with.")
    template: str = strawberry.field(
        description="A file to start from, as CSV: the header, and a row that shows what to write."
    )


@planned
class ImportFormat:
    """A kind of upload that can be imported."""

    name: ImportFormatName = strawberry.field(description="The name to give to `importCreate`.")
    title: str = strawberry.field(description="What people call it.")
    description: str = strawberry.field(description="What it holds, in a sentence.")
    files: list[ImportFile] = strawberry.field(
        description="The files it consists of, in the order they are imported in: one, unless it"
        " is an archive."
    )


def import_formats(caller: Caller) -> list[Declared]:
    """Return the formats, to who may import."""
    return list(FORMATS.values()) if caller.may(Permission.IMPORT) else []
