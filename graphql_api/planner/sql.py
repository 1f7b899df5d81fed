"""SQL: a plan → one statement whose single column is the text of the answer."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    func,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from graphql_api.planner.json_text import IMPOSSIBLE_TEXT, NULL_TEXT, Piece, concat, text, value
from graphql_api.planner.plan import (
    Aggregate,
    ById,
    Field,
    Fields,
    Groups,
    Members,
    One,
    Operation,
    Page,
    Part,
    Root,
    Row,
    Summed,
    Supplied,
    Tally,
    Text,
    Value,
)
from graphql_api.planner.plan_conditions import CallerParameter, Parameter
from graphql_api.planner.sql_aggregates import Values, aggregates
from graphql_api.planner.sql_conditions import condition_sql
from graphql_api.planner.sql_groups import groups_select
from graphql_api.planner.sql_pages import page_select
from graphql_api.planner.sql_relations import adapted

# Parameters are written %(p1)s: psycopg2 fills them in, or EXECUTE's $1 takes their place.
DIALECT = postgresql.dialect(paramstyle="pyformat")  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class BoundParameter:
    """A parameter as the statement names it."""

    name: str
    parameter: Parameter | CallerParameter
    sql_type: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, ready to run again and again."""

    text: str
    parameters: tuple[BoundParameter, ...]
    # Never id(): an address is used again once a statement is forgotten.
    number: int = field(default_factory=count().__next__, compare=False)


def statement(operation: Operation) -> Statement:
    """Return the statement that answers an operation."""
    emitter = Emitter(strict=operation.strict)
    pieces: list[Piece] = ["{"]
    for i, root in enumerate(operation.roots):
        pieces.append(("," if i else "") + f'"{root.key}":')
        pieces.extend(emitter.root(root))
    compiled = select(concat([*pieces, "}"])).compile(dialect=DIALECT)
    return Statement(str(compiled), tuple(emitter.bound()))


@dataclass(slots=True)
class Emitter:
    """Writes the parts of one statement, counting its aliases and parameters."""

    strict: bool
    _aliases: dict[str, int] = field(default_factory=dict)
    _binds: dict[int, tuple[Parameter | CallerParameter, BindParameter[Any]]] = field(
        default_factory=dict
    )

    def bind(self, parameter: Parameter | CallerParameter) -> BindParameter[Any]:
        """Return the placeholder of a parameter; the same one each time."""
        if id(parameter) not in self._binds:
            name = f"p{len(self._binds) + 1}"
            made = bindparam(name, required=True, type_=parameter.type_)
            self._binds[id(parameter)] = (parameter, made)
        return self._binds[id(parameter)][1]

    def bound(self) -> list[BoundParameter]:
        return [
            BoundParameter(bind.key, parameter, sql_type(parameter.type_))
            for parameter, bind in self._binds.values()
        ]

    def alias(self, table: Any) -> Any:
        """Return a fresh alias of a table, named by it and a number."""
        return table.alias(self.name(table.name))

    def name(self, stem: str) -> str:
        self._aliases[stem] = self._aliases.get(stem, 0) + 1
        return f"{stem}_{self._aliases[stem]}"

    def root(self, root: Root) -> list[Piece]:
        """Return the pieces of one key of `data`."""
        match root:
            case Text(_, json):
                return [json]
            case Supplied(_, parameter):
                return [self.bind(parameter)]
            case Page():
                return [page_select(self, root, None).scalar_subquery()]
            case Row():
                return [func.coalesce(self._row(root).scalar_subquery(), NULL_TEXT)]
            case Tally():
                return [self._tally(root).scalar_subquery()]
            case ById():
                return self._by_id(root)

    def _row(self, row: Row) -> Select[str]:
        source = self.alias(row.model.__table__)
        body, joined = self.object(row.fields, source)
        condition = condition_sql(row.condition, source, self)
        return select(concat(body)).select_from(joined).where(condition)

    def _tally(self, tally: Tally) -> Select[int]:
        source = self.alias(tally.model.__table__)
        counted = select(func.count()).select_from(source)
        if tally.condition is None:
            return counted
        return counted.where(condition_sql(tally.condition, source, self))

    def _by_id(self, by_id: ById) -> list[Piece]:
        asked = (
            func.unnest(self.bind(by_id.prefixes), self.bind(by_id.keys))
            .table_valued("prefix", "key", with_ordinality="position", name=self.name("asked"))
            .render_derived()
        )
        found = case(
            *(
                (asked.c.prefix == text(b.prefix), self._branch(b.model, b.fields, asked))
                for b in by_id.branches
            )
        )
        absent = NULL_TEXT if by_id.nullable or not self.strict else IMPOSSIBLE_TEXT
        json = func.coalesce(found, absent)
        if not by_id.many:
            return [select(json).select_from(asked).scalar_subquery()]
        listed = func.string_agg(json, postgresql.aggregate_order_by(text(","), asked.c.position))
        nodes = select(func.coalesce(listed, text(""))).select_from(asked).scalar_subquery()
        return ["[", nodes, "]"]

    def _branch(self, model: Any, fields: Fields, asked: FromClause) -> ColumnElement[Any]:
        source = self.alias(model.__table__)
        body, joined = self.object(fields, source)
        query = select(concat(body)).select_from(joined).where(source.c.id == asked.c.key)
        return query.correlate(asked).scalar_subquery()

    def object(
        self,
        fields: Fields,
        row: FromClause,
        joined: FromClause | None = None,
        known: Values | None = None,
    ) -> tuple[list[Piece], FromClause]:
        """Return the pieces of one row's object, and `row` joined with what they read."""
        summed, joined = aggregates(self, fields, row, row if joined is None else joined)
        summed |= known or {}
        pieces: list[Piece] = ["{"]
        for i, planned in enumerate(fields):
            pieces.append(("," if i else "") + f'"{planned.key}":')
            shown, joined = self._member(planned, row, joined, summed)
            pieces.extend(shown)
        return [*pieces, "}"], joined

    def _member(
        self, planned: Field, row: FromClause, joined: FromClause, summed: Values
    ) -> tuple[list[Piece], FromClause]:
        match planned:
            case One():
                return self._one(planned, row, joined)
            case Part(_, fields):
                return self.object(fields, row, joined)
            case Page():
                return [page_select(self, planned, row).correlate(row).scalar_subquery()], joined
            case Groups():
                return [groups_select(self, planned, row).correlate(row).scalar_subquery()], joined
            case Supplied(_, parameter):
                return [self.bind(parameter)], joined
            case _:
                return _shown(planned, row, summed), joined

    def _one(self, one: One, row: FromClause, joined: FromClause) -> tuple[list[Piece], FromClause]:
        relationship = one.relationship.property
        target = self.alias(relationship.mapper.local_table)
        on = [
            adapted(local, row) == target.c[remote.key]
            for local, remote in relationship.local_remote_pairs
        ]
        joined = joined.outerjoin(target, and_(*on))
        body, joined = self.object(one.fields, target, joined)
        absent = NULL_TEXT if one.nullable or not self.strict else IMPOSSIBLE_TEXT
        key = next(iter(relationship.mapper.primary_key)).key
        return [case((target.c[key].is_(None), absent), else_=concat(body))], joined


def _shown(
    planned: Value | Text | Aggregate | Summed | Members, row: FromClause, summed: Values
) -> list[Piece]:
    match planned:
        case Value():
            return _value(planned, row)
        case Text(_, json):
            return [json]
        case Members(key):
            return ["[", summed[key], "]"]
        case _:
            return value(summed[planned.key], planned.codec, planned.nullable)


def _value(planned: Value, row: FromClause) -> list[Piece]:
    expression = adapted(planned.expression, row)
    if planned.prefix:
        return [f'"{planned.prefix}_', expression, '"']
    nullable = getattr(planned.expression, "nullable", True)
    return value(expression, planned.codec, nullable)


def sql_type(type_: TypeEngine[Any]) -> str:
    return type_.compile(dialect=DIALECT).split(" COLLATE ")[0]
