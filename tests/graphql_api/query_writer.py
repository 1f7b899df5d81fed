"""Write a query: the text of a valid operation over the whole schema, below its limits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
)

from graphql_api.planner.bindings import Connection, LookUpById, binding_of
from tests.graphql_api.random_arguments import About, Inputs
from tests.graphql_api.random_pages import FindCursors, page_arguments
from tests.graphql_api.random_values import Chooser

MOST_ROWS = 40  # in the innermost list
MOST_FIELDS = 30
MOST_ALIASES = 6
MOST_DIRECTIVES = 8
# They differ each time they are asked.
UNSTEADY = {("SystemHealth", "time"), ("SystemHealth", "latencyMs")}


@dataclass(frozen=True)
class Scope:
    """Where a selection stands: how much may still be in it."""

    depth: int  # objects in objects; a page and its rows count as one
    rows: int  # in the answer, for each time this is answered
    mixed: bool = False  # rows of several types, whose fields must not be of several types

    def inside(self, rows: int) -> "Scope":
        return Scope(self.depth - 1, max(self.rows // rows, 1))


@dataclass(frozen=True)
class Written:
    """A field as it stands in the document, without what it selects."""

    head: str
    type_: Any
    rows: int  # how often what it selects is answered


_TYPENAME = Written("__typename", None, 1)


@dataclass(frozen=True)
class Fragment:
    """A named fragment, and where else it may be spread."""

    name: str
    type_: Any
    scope: Scope
    text: str

    def fits(self, types: list[Any], scope: Scope) -> bool:
        deep_enough = self.scope.depth <= scope.depth and self.scope.rows <= scope.rows
        return self.type_ in types and deep_enough and self.scope.mixed >= scope.mixed


@dataclass
class QueryWriter:
    """Writes one document."""

    choose: Chooser
    schema: GraphQLSchema
    inputs: Inputs
    find_cursors: FindCursors
    _heads: dict[tuple[str, str], Written] = field(default_factory=dict)
    _fragments: list[Fragment] = field(default_factory=list)
    _fields: int = 0
    _aliases: int = 0
    _directives: int = 0

    def document(self) -> tuple[str, str | None]:
        """Return a document, and the name of the operation to run."""
        query = self.schema.query_type
        assert query is not None
        return self._whole(
            "query", self._selection(query, Scope(self.choose.size(1, 4), MOST_ROWS))
        )

    def mutation(self, calls: Sequence[tuple[str, Any]]) -> tuple[str, str | None]:
        """Return a document that does something with each input, and reads something of it."""
        mutations = self.schema.mutation_type
        assert mutations is not None
        done = []
        for name, given in calls:
            field = mutations.fields[name]
            type_ = field.args["input"].type
            # Each of several needs a key of its own.
            alias = self._alias() if len(calls) > 1 or self.choose.chance(20) else ""
            input_ = self.inputs.variable(type_, lambda given=given: given, 0, True)
            payload = self._selection(get_named_type(field.type), Scope(3, 12))
            done.append(f"{alias}{name}(input: {input_}) {payload}")
        return self._whole("mutation", "{ " + " ".join(done) + " }")

    def _whole(self, kind: str, selected: str) -> tuple[str, str | None]:
        texts = [selected, *self._used(selected)]
        self.inputs.keep(" ".join(texts))
        if kind == "query" and not self.inputs.variables and not self.choose.chance(30):
            return "\n".join(texts), None
        declared = ", ".join(variable.declaration for variable in self.inputs.variables)
        texts[0] = f"{kind} Asked{f'({declared})' if declared else ''} {selected}"
        if self.choose.chance(5):
            return "\n".join(["query Other { __typename }", *texts]), "Asked"
        return "\n".join(texts), self.choose.pick((None, "Asked"))

    def _used(self, text: str) -> list[str]:
        """Return the texts of the fragments that a text spreads, in their own texts too."""
        used: list[str] = []
        for fragment in reversed(self._fragments):  # each spreads older ones only
            if re.search(rf"\.\.\.{fragment.name}\b", " ".join([text, *used])):
                used.append(fragment.text)
        return used

    def _selection(self, type_: GraphQLNamedType, scope: Scope) -> str:
        items = [self._item(type_, scope) for _ in range(self.choose.size(1, 4))]
        return "{ " + " ".join(items) + " }"

    def _item(self, type_: GraphQLNamedType, scope: Scope) -> str:
        self._fields += 1
        kind = self.choose.size(0, 99)
        if kind >= 97 or self._fields >= MOST_FIELDS:
            return "__typename" + self._directive()
        if kind >= 90 or (isinstance(type_, GraphQLInterfaceType) and kind >= 20):
            return self._inline_fragment(type_, scope)
        if kind >= 84:
            return self._spread(type_, scope)
        if kind >= 82 and type_ is self.schema.query_type:
            return '__type(name: "Student") { name kind }'  # what graphql-core answers itself
        written = self._field(type_, scope)
        text = self._with_selection(written, scope)
        if self.choose.chance(8):  # the same again: both are merged
            text += " " + self._with_selection(written, scope)
        return text

    def _field(self, type_: Any, scope: Scope) -> Written:
        names = [name for name in type_.fields if (type_.name, name) not in UNSTEADY]
        if scope.mixed:
            names = [name for name in names if name not in self._ambiguous]
        leaves = [n for n in names if is_leaf_type(get_named_type(type_.fields[n].type))]
        composite = [n for n in names if n not in leaves]
        if scope.depth == 0 or (leaves and self.choose.chance(15 if "viewer" in names else 55)):
            composite = []
        name = self.choose.pick(composite or leaves or ["__typename"])
        return _TYPENAME if name == "__typename" else self._head(type_, name, scope.rows)

    @cached_property
    def _ambiguous(self) -> set[str]:
        """Return the names that are fields of different types in different rows of an interface."""
        node = self.schema.type_map["Node"]
        assert isinstance(node, GraphQLInterfaceType)
        seen: dict[str, set[str]] = {}
        for type_ in self.schema.get_possible_types(node):
            for name, shown in type_.fields.items():
                seen.setdefault(name, set()).add(str(shown.type))
        return {name for name, types in seen.items() if len(types) > 1}

    def _head(self, type_: Any, name: str, room: int) -> Written:
        """Return a field's name and arguments; without an alias they are always the same ones."""
        known = self._heads.get((type_.name, name))
        if known is not None and known.rows <= room and not self.choose.chance(40):
            return known
        shown = type_.fields[name]
        plain = known is None and not self.choose.chance(10)
        if not plain and self._aliases >= MOST_ALIASES:
            return known if known is not None and known.rows <= room else _TYPENAME
        arguments, rows = self._arguments(shown, room)
        alias = ""
        if not plain:
            alias = self._alias()
        head = f"{alias}{name}{f'({arguments})' if arguments else ''}"
        written = Written(head, get_named_type(shown.type), rows)
        if plain:
            self._heads[type_.name, name] = written
        return written

    def _alias(self) -> str:
        self._aliases += 1
        return f"{self.choose.pick(('a', 'name', 'nodes', '_id', 'position'))}{self._aliases}: "

    def _arguments(self, shown: GraphQLField, room: int) -> tuple[str, int]:
        binding = binding_of(shown)
        if isinstance(binding, Connection):
            page = page_arguments(self.inputs, shown, room, self.find_cursors)
            return ", ".join(page.written), page.rows
        written = []
        for name, argument in shown.args.items():
            if isinstance(argument.type, GraphQLNonNull) or self.choose.chance(50):
                about = About(binding.key if isinstance(binding, LookUpById) else None)
                written.append(f"{name}: {self.inputs.position(argument.type, about)}")
        return ", ".join(written), 1

    def _with_selection(self, written: Written, scope: Scope) -> str:
        text = written.head + self._directive()
        if written.type_ is None or is_leaf_type(written.type_):
            return text
        return f"{text} {self._inner(written.type_, scope.inside(written.rows))}"

    def _inner(self, type_: Any, scope: Scope) -> str:
        if "pageInfo" in getattr(type_, "fields", {}):
            return self._page(type_, scope)
        return self._selection(type_, scope)

    def _page(self, type_: Any, scope: Scope) -> str:
        node = get_named_type(type_.fields["nodes"].type)
        kinds = ("nodes", "edges", "pageInfo", "totalCount", "fragment", "__typename")
        parts = []
        for _ in range(self.choose.size(1, 3)):
            kind = self.choose.pick(kinds)
            renamed = self._aliases < MOST_ALIASES and self.choose.chance(10)
            head = (self._alias() if renamed else "") + kind + self._directive()
            self._fields += 1
            match kind:
                case "nodes":
                    parts.append(f"{head} {self._selection(node, scope)}")
                case "edges":
                    inner = self._selection(node, scope)
                    parts.append(f"{head} {self._some(('cursor', f'node {inner}', '__typename'))}")
                case "fragment":
                    parts.append(self._spread(type_, scope))
                case "__typename":
                    parts.append(head)
                case _:
                    shown = get_named_type(type_.fields[kind].type)
                    parts.append(f"{head} {self._some((*shown.fields, '__typename'))}")
        return "{ " + " ".join(parts) + " }"

    def _some(self, items: tuple[str, ...]) -> str:
        chosen = self.choose.some(items, len(items)) or [items[0]]
        shown = (item if " " in item else item + self._directive() for item in chosen)
        return "{ " + " ".join(shown) + " }"

    def _inline_fragment(self, type_: GraphQLNamedType, scope: Scope) -> str:
        narrowed, inner = self._narrowed(type_, scope)
        condition = "" if narrowed is type_ and self.choose.chance(50) else f" on {narrowed.name}"
        return f"...{condition}{self._directive()} {self._inner(narrowed, inner)}"

    def _spread(self, type_: GraphQLNamedType, scope: Scope) -> str:
        narrowed, inner = self._narrowed(type_, scope)
        usable = [f for f in self._fragments if f.fits([type_, *self._kin(type_)], inner)]
        if usable and self.choose.chance(50):
            return f"...{self.choose.pick(usable).name}{self._directive()}"
        body = self._inner(narrowed, inner)
        name = f"F{len(self._fragments) + 1}"
        text = f"fragment {name} on {narrowed.name} {body}"
        self._fragments.append(Fragment(name, narrowed, inner, text))
        return f"...{name}{self._directive()}"

    def _narrowed(self, type_: Any, scope: Scope) -> tuple[Any, Scope]:
        """Return a type that rows of `type_` may be of, and the scope for its fields."""
        kin = self._kin(type_)
        mixed = scope.mixed or isinstance(type_, GraphQLInterfaceType)
        inner = Scope(scope.depth, scope.rows, mixed)
        return (self.choose.pick(kin) if kin and self.choose.chance(70) else type_), inner

    def _kin(self, type_: GraphQLNamedType) -> list[Any]:
        if isinstance(type_, GraphQLInterfaceType):
            return list(self.schema.get_possible_types(type_))
        return list(type_.interfaces) if isinstance(type_, GraphQLObjectType) else []

    def _directive(self) -> str:
        if self._directives >= MOST_DIRECTIVES or not self.choose.chance(5):
            return ""
        self._directives += 1
        name = self.choose.pick(("include", "skip"))
        if self.choose.chance(40):
            return f" @{name}(if: {self.choose.pick(('true', 'false'))})"
        strict = GraphQLNonNull(GraphQLBoolean)
        value = self.inputs.variable(strict, lambda: self.choose.chance(50), 0)
        return f" @{name}(if: {value})"
