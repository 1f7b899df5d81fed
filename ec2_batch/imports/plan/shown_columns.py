"""Columns as a preview shows them: what a record refers to by its name, not by its number."""

from psycopg2 import sql

from ec2_batch.imports.entity import Entity

# By what a person knows each kind of record.
NAMES = {
    "org": "name",
    "academic_session": "title",
    "course": "code",
    "section": "code",
    "student": "student_number",
    "staff": "name",
    "grade_scale": "name",
    "grade_scale_entry": "label",
    "line_item": "title",
}
NAME = sql.SQL("(SELECT named.{name} FROM {table} AS named WHERE named.id = {column})")


def shown_columns(entity: Entity, table: str, columns: tuple[str, ...]) -> sql.Composed:
    """Return a table's columns as arguments of jsonb_build_object, for people to read."""
    return sql.SQL(", ").join(_shown(entity, table, column) for column in columns)


def _shown(entity: Entity, table: str, column: str) -> sql.Composable:
    value = sql.Identifier(table, column)
    keys = entity.table.c[column].foreign_keys
    kinds = {key.column.table.name for key in keys if key.column.name == "id"} & set(NAMES)
    if not kinds:
        return sql.SQL("{}, {}").format(sql.Literal(column), value)
    [kind] = kinds
    name = NAME.format(name=sql.Identifier(NAMES[kind]), table=sql.Identifier(kind), column=value)
    return sql.SQL("{}, {}").format(sql.Literal(column.removesuffix("_id")), name)
