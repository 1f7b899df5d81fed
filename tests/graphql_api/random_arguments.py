"""Arguments: random inputs for any argument, as literals and as variables."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    is_input_object_type,
    is_required_input_field,
)
from sqlalchemy import ColumnElement

from graphql_api.planner.bindings import (
    Combine,
    FilterOn,
    FilterRelated,
    Key,
    Operator,
    binding_of,
)
from tests.graphql_api import random_values as near
from tests.graphql_api.random_values import Chooser, Sample, literal

DEEPEST_FILTER = 3


@dataclass(frozen=True)
class About:
    """What an input is about: the column it is held against, and how."""

    expression: ColumnElement[Any] | None = None  # none: any record's id
    operator: Operator | None = None
    depth: int = 0  # of filters inside filters
    exact: bool = False  # no variable may stand here that could be null


@dataclass(frozen=True)
class Variable:
    """A variable of an operation, and how to make up values for it."""

    name: str
    type_: str
    default: str | None
    null_percent: int
    make: Callable[[], Any]

    @property
    def declaration(self) -> str:
        return f"${self.name}: {self.type_}" + (f" = {self.default}" if self.default else "")


class Inputs:
    """Makes up inputs, and keeps the variables that it made them of."""

    def __init__(self, choose: Chooser, sample: Sample, tables: list[str]) -> None:
        self.choose = choose
        self.variables: list[Variable] = []
        self._named = 0
        self._sample = sample
        self._tables = tables  # whose rows have global ids

    def keep(self, document: str) -> None:
        """Forget variables that did not come into the document: it may not declare them."""
        used = set(re.findall(r"\$(\w+)", document))
        self.variables = [variable for variable in self.variables if variable.name in used]

    def assignment(self) -> dict[str, Any]:
        """Return one value for each variable; some are left out, some are null."""
        given: dict[str, Any] = {}
        for variable in self.variables:
            optional = variable.default is not None or not variable.type_.endswith("!")
            if optional and self.choose.chance(20):
                continue
            null = self.choose.chance(variable.null_percent)
            given[variable.name] = None if null else variable.make()
        return given

    def position(self, type_: GraphQLInputType, about: About) -> str:
        """Return what a document writes where an input of a type belongs."""
        if self.choose.chance(25):
            nulls = self._nulls(type_, about)
            return self.variable(type_, lambda: self.value(type_, about), nulls, about.exact)
        if self.choose.chance(self._nulls(type_, about)):
            return "null"
        bare = _bare(type_)
        if isinstance(bare, GraphQLList):
            items = [self.position(bare.of_type, about) for _ in range(self.choose.size(0, 3))]
            alone = len(items) == 1 and not items[0].startswith("$")  # a list of one
            return items[0] if alone and self.choose.chance(50) else f"[{', '.join(items)}]"
        if isinstance(bare, GraphQLInputObjectType):
            members = (
                f"{name}: {self._member(bare, name, inner)}"
                for name, inner in self._members(bare, about).items()
            )
            return "{" + ", ".join(members) + "}"
        return self.written(self.value(type_, about), type_)

    def _member(self, type_: GraphQLInputObjectType, name: str, about: About) -> str:
        member = type_.fields[name].type
        if type_.is_one_of:
            return self.position(GraphQLNonNull(member), replace(about, exact=True))
        return self.position(member, about)

    def variable(
        self,
        type_: GraphQLInputType,
        make: Callable[[], Any],
        null_percent: int,
        exact: bool = False,
    ) -> str:
        """Declare a variable for an input of a type, and return its use."""
        required = isinstance(type_, GraphQLNonNull)
        text = str(_bare(type_))
        kind = self.choose.pick(("as it is", "as it is", "as it is", "strict", "default", "both"))
        default = self.written(make(), type_) if kind in ("default", "both") else None
        # A default lets a nullable variable stand where null is not allowed; null then is wrong.
        strict = exact or kind in ("strict", "both") or (required and default is None)
        if not strict and required:
            null_percent = 2
        self._named += 1
        name = f"v{self._named}"
        made = Variable(name, text + "!" * strict, default, 0 if strict else null_percent, make)
        self.variables.append(made)
        return f"${name}"

    def value(self, type_: GraphQLInputType, about: About) -> Any:
        """Return a value of a type as a client sends it in JSON; not null by itself."""
        bare = _bare(type_)
        if isinstance(bare, GraphQLList):
            items = [self.value(bare.of_type, about) for _ in range(self.choose.size(0, 3))]
            return items[0] if len(items) == 1 and self.choose.chance(30) else items
        if isinstance(bare, GraphQLInputObjectType):
            return {
                name: self._nullable_value(bare.fields[name].type, inner, bare.is_one_of)
                for name, inner in self._members(bare, about).items()
            }
        if isinstance(bare, GraphQLEnumType):
            return self.choose.pick(list(bare.values))
        return self._scalar(bare.name, about)

    def _nullable_value(self, type_: GraphQLInputType, about: About, one_of: bool) -> Any:
        if not one_of and self.choose.chance(self._nulls(type_, about)):
            return None
        return self.value(type_, about)

    def written(self, value: Any, type_: GraphQLInputType) -> str:
        """Return a value as a literal of a document."""
        bare = _bare(type_)
        if value is None:
            return "null"
        if isinstance(bare, GraphQLList):
            if not isinstance(value, list):
                return self.written(value, bare.of_type)
            return f"[{', '.join(self.written(item, bare.of_type) for item in value)}]"
        if isinstance(bare, GraphQLInputObjectType):
            members = (f"{k}: {self.written(v, bare.fields[k].type)}" for k, v in value.items())
            return "{" + ", ".join(members) + "}"
        if isinstance(bare, GraphQLEnumType):
            return str(value)
        return literal(value)

    def _members(self, type_: GraphQLInputObjectType, about: About) -> dict[str, About]:
        optional = {}
        chosen = {}
        for name, field in type_.fields.items():
            inner = _about(binding_of(field), about)
            if is_required_input_field(field):
                chosen[name] = inner
            elif inner.depth <= DEEPEST_FILTER:
                optional[name] = inner
        if type_.is_one_of:
            name = self.choose.pick(list(optional))
            return {name: optional[name]}
        return chosen | {name: optional[name] for name in self.choose.some(list(optional), 2)}

    def _nulls(self, type_: GraphQLInputType, about: About) -> int:
        if isinstance(type_, GraphQLNonNull):
            return 0
        if about.operator not in (None, Operator.EQUAL) and not is_input_object_type(type_):
            return 1  # refused, so a rare thing to try
        return 10

    def _scalar(self, name: str, about: About) -> Any:
        if name == "ID":
            return near.id_near(self.choose, self._ids(about))
        known = [] if about.expression is None else self._sample.values(about.expression)
        match name:
            case "Boolean":
                return self.choose.chance(50)
            case "Int":
                return near.number_near(self.choose, known)
            case "Date":
                return near.day_near(self.choose, known)
            case "DateTime":
                return near.moment_near(self.choose, known)
            case "Decimal":
                return near.decimal_near(self.choose, known)
            case "EmailAddress":
                return self.choose.pick(
                    [*map(str, known[:20]), "Nobody@Example.org", "é@b.example"]
                )
        return near.text_near(self.choose, known, about.operator is Operator.STARTS_WITH)

    def _ids(self, about: About) -> list[str]:
        column: Any = about.expression
        if column is None or self.choose.chance(5):
            return self._sample.ids(self.choose.pick(self._tables))
        key = next(iter(column.foreign_keys), None)
        return self._sample.ids((key.column if key else column).table.name)


def _about(binding: Any, outer: About) -> About:
    if isinstance(binding, FilterOn | Key):
        return About(binding.expression, depth=outer.depth)
    if isinstance(binding, Operator):
        return replace(outer, operator=binding)
    return replace(outer, depth=outer.depth + isinstance(binding, Combine | FilterRelated))


def _bare(type_: GraphQLInputType) -> Any:
    return type_.of_type if isinstance(type_, GraphQLNonNull) else type_
