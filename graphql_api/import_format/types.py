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
    """A CSV file of a format: a header, and rows about some kinds of record."""

    name: str = strawberry.field(description="What the file is called.")
    entities: list[ImportEntity] = strawberry.field(
        description="What a row may be about, the one it is mostly about first."
    )
    columns: list[ImportColumn] = strawberry.field(
        description="The columns it may have, in any order; others are ignored, and named."
    )
    ignores: list[str] = strawberry.field(
        description="Columns that are known and never read, `*` at the end standing for anything."
    )
    needs: list[list[str]] = strawberry.field(
        description="Columns that it must have: of each group, at least one."
    )
    keys: list[str] = strawberry.field(
        description="The columns by which a known record is found: by the first, else by the next,"
        " else by what the row refers to."
    )
    example: str = strawberry.field(description="A header to begin a file with.")
    template: str = strawberry.field(
        description="A file to start from, as CSV: the header, and rows that show what to write."
    )


@planned
class ImportFormat:
    """A kind of upload that can be imported."""

    name: ImportFormatName = strawberry.field(description="The name to give to `importCreate`.")
    title: str = strawberry.field(description="What people call it.")
    description: str = strawberry.field(description="What it holds, in a sentence.")
    is_archive: bool = strawberry.field(
        description="Whether its files come together in a zip, with a manifest.csv."
    )
    files: list[ImportFile] = strawberry.field(
        description="The files it consists of, in the order they are imported in: one, unless it"
        " is an archive."
    )
    ignores: list[str] = strawberry.field(
        description="Files of an archive that are known and never read."
    )


def import_formats(caller: Caller) -> list[Declared]:
    """Return the formats, to who may import."""
    return list(FORMATS.values()) if caller.may(Permission.IMPORT) else []
