"""Declarations: how a topic says what stands behind its types and fields."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import strawberry
from sqlalchemy import ColumnElement, Text, func, literal_column
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument

from graphql_api.planner import bindings as bound
from graphql_api.planner.bindings import BINDING, Model
from graphql_api.planner.global_ids import key_of
from schema.access.caller import Caller

ONLY_MATCHING = "Only rows that match this filter."
_COUNT = func.count()
Class = TypeVar("Class", bound=type[Any])


def record(model: Model) -> Callable[[Class], Class]:
    """Declare a type that shows rows of a model; its docstring becomes its description."""

    def declare(cls: Class) -> Class:
        cls.__record__ = model
        return strawberry.type(cls, description=described(cls))

    return declare


def planned(cls: Class) -> Class:
    """Declare a type that exists only in answers of the planner, such as a page."""
    cls.__planned__ = True
    return strawberry.type(cls, description=described(cls))


def described(cls: type) -> str:
    """Return a class's docstring as a description."""
    assert cls.__doc__ is not None
    return " ".join(cls.__doc__.split())


def _field(binding: Any, description: str, **arguments: Any) -> Any:
    field = strawberry.field(description=description, metadata={BINDING: binding}, **arguments)
    # Nobody makes instances of what stands on bindings, so Python need not compile how,
    # which took a fiftieth of INIT.
    field.init = field.repr = field.compare = False
    return field


def column(expression: Any, description: str) -> Any:
    """Show a column of the type's model, or an expression over its columns."""
    return _field(bound.Column(_core(expression)), description)


def redactions(description: str) -> Any:
    """Show which columns are withheld from the caller in this row."""
    return _field(bound.Redactions(), description)


def to_one(relationship: Any, description: str) -> Any:
    """Show the row at the other end of a relationship."""
    return _field(bound.ToOne(relationship), description)


def aggregated(
    relationship: Any,
    expression: ColumnElement[Any],
    description: str,
    *,
    condition: ColumnElement[bool] | None = None,
    where: Any = None,
) -> Any:
    """Show what the rows of a relationship come to, all of them or those of a condition."""
    field = _field(bound.Aggregate(relationship, expression, condition), description)
    if where is not None:
        field.arguments = [argument("where", where | None, ONLY_MATCHING)]
    return field


def count_of(relationship: Any, description: str, **narrowed: Any) -> Any:
    """Show how many rows a relationship leads to."""
    return aggregated(relationship, _COUNT, description, **narrowed)


def part(description: str) -> Any:
    """Show some of the row's own fields as an object within the object."""
    return _field(bound.Part(), description)


def groups(relationship: Any, description: str, *, by: tuple[Any, ...]) -> Any:
    """Show the rows of a relationship, put together by columns and in their order."""
    return _field(bound.Groups(relationship, tuple(c.key for c in by)), description)


def of_group(expression: ColumnElement[Any], description: str) -> Any:
    """In a group: show what its rows come to."""
    return _field(bound.OfGroup(expression), description)


def members(description: str, *, order: tuple[Any, ...]) -> Any:
    """In a group: show its rows, all of them."""
    return _field(bound.Members(tuple(c.key for c in order)), description)


def stored_as(expression: Any, constant: str) -> ColumnElement[bool]:
    """State that a column holds one of its known values; a constant of ours, so not bound."""
    return _core(expression) == literal_column(f"'{constant}'", Text())


def from_caller(value: Callable[[Caller], Any], description: str) -> Any:
    """Show what follows from who asks: a value, or objects that have the fields as attributes."""
    return _field(bound.FromCaller(value), description)


def computed(
    needs: Mapping[str, Any], compute: Callable[[Any, Mapping[str, Any]], Any], description: str
) -> Any:
    """Show what Python makes of some columns; such a field keeps a query off the fast path."""
    expressions = {name: _core(expression) for name, expression in needs.items()}
    return _field(bound.Computed(expressions, compute), description)


def connection(
    description: str,
    *,
    relationship: Any = None,
    condition: ColumnElement[bool] | None = None,
    where: Any = None,
    order_by: Any = None,
    default_order: tuple[str, ...] = ("id",),
    descending: bool = False,
) -> Any:
    """Show a page of rows: of a relationship, or at root of the whole model."""
    order = bound.Ordering(default_order, descending)
    field = _field(bound.Connection(order, relationship, condition), description)
    field.arguments = list(_page_arguments(where, order_by))
    return field


def _page_arguments(where: Any, order_by: Any) -> list[StrawberryArgument]:
    arguments = [
        argument("first", int | None, "Rows from the start of the list, 1 to 100; 25 if not said."),
        argument("after", str | None, "Start behind the row with this cursor."),
        argument("last", int | None, "Rows from the end of the list, 1 to 100."),
        argument("before", str | None, "End before the row with this cursor; goes with `last`."),
    ]
    if where is not None:
        arguments.append(argument("where", where | None, ONLY_MATCHING))
    if order_by is not None:
        text = "Sort keys, the most important first; the id settles ties."
        arguments.append(argument("orderBy", list[order_by] | None, text))
    return arguments


def argument(name: str, annotation: Any, description: str) -> StrawberryArgument:
    """Return an argument of a planned field; absent and null mean the same there."""
    required = type(None) not in getattr(annotation, "__args__", ())
    default = {} if required else {"default": strawberry.UNSET}
    return StrawberryArgument(
        name, name, StrawberryAnnotation(annotation), description=description, **default
    )


def look_up(by: Any, description: str) -> Any:
    """At root: show the one row that a unique key names, null if there is none to see."""
    field = _field(bound.LookUp(), description)
    field.arguments = [argument("by", by, "Exactly one of the keys.")]
    return field


def look_up_id(model: Any, description: str) -> Any:
    """At root: show the one row that a global id names, null if there is none to see."""
    field = _field(bound.LookUpById(_core(model.id)), description)
    field.arguments = [argument("id", strawberry.ID, "Its id.")]
    return field


def single(condition: ColumnElement[bool], description: str) -> Any:
    """At root: show the one row that a condition names."""
    return _field(bound.Single(condition), description)


def counted(model: Model, where: Any, description: str) -> Any:
    """At root: show how many rows match a filter."""
    field = _field(bound.Count(model), description)
    field.arguments = [argument("where", where | None, ONLY_MATCHING)]
    return field


def by_global_id(description: str, *, many: bool) -> Any:
    """At root: show what global ids name."""
    field = _field(bound.NodeById(many), description)
    if many:
        text = "Up to 100 ids; the answer has one place for each, in the same order."
        field.arguments = [argument("ids", list[strawberry.ID], text)]
    else:
        field.arguments = [argument("id", strawberry.ID, "The id of any record.")]
    return field


def global_id(description: str = "Names this record everywhere in the API.") -> Any:
    """Show the key as a global id."""
    return _field(bound.GlobalId(), description)


def key(expression: Any, description: str, convert: Callable[[Any], Any] = str) -> Any:
    """In a look-up input: a unique column."""
    return _optional(bound.Key(_core(expression), convert), description)


def id_key(model: Any, type_name: str) -> Any:
    """In a look-up input: the global id."""
    return key(model.id, "The global id.", lambda value: key_of(type_name, value))


def part_of_key(
    expression: Any, description: str, convert: Callable[[Any], Any] = lambda value: value
) -> Any:
    """In an input of columns that are unique together: one of them."""
    return _field(bound.Key(_core(expression), convert), description)


def keys(description: str) -> Any:
    """In a look-up input: columns that are unique together."""
    return _optional(bound.Keys(), description)


def filter_on(
    expression: Any, description: str, convert: Callable[[Any], Any] = lambda value: value
) -> Any:
    """In a filter input: a column that operators compare."""
    return _optional(bound.FilterOn(_core(expression), convert), description)


def related(relationship: Any, description: str) -> Any:
    """In a filter input: what is asked of the row, or the rows, of a relationship."""
    return _optional(bound.FilterRelated(relationship), description)


def quantifier(how: bound.Quantifier, description: str) -> Any:
    """In an input that asks something of many rows: of how many of them."""
    return _optional(how, description)


def reference(expression: Any, type_name: str, description: str) -> Any:
    """In a filter input: a foreign key, compared by the global id of what it names."""
    return filter_on(expression, description, lambda value: key_of(type_name, value))


def combine(how: bound.Combine, description: str) -> Any:
    """In a filter input: a member that joins filters."""
    return _optional(how, description, name=how.value)


def operator(how: bound.Operator, description: str) -> Any:
    """In an operators input: one comparison."""
    return _optional(how, description, name=how.value)


def _optional(binding: Any, description: str, **arguments: Any) -> Any:
    return _field(binding, description, default=strawberry.UNSET, **arguments)


def _core(expression: Any) -> ColumnElement[Any]:
    """Return a mapped attribute as the plain column that plans are made of."""
    made = (
        expression.__clause_element__() if hasattr(expression, "__clause_element__") else expression
    )
    return made._deannotate() if hasattr(made, "_deannotate") else made  # type: ignore[no-any-return]


def lowered(text: str) -> str:
    """Return a text in lower case as the database's lower() makes it: each character by itself.

    Python's own would end a Greek word in ς and make two characters of İ.
    """
    return "".join(character.lower()[0] for character in text)


def lower(expression: Any) -> ColumnElement[str]:
    """Return a column as its case-insensitive index holds it."""
    return func.lower(_core(expression), type_=Text())
