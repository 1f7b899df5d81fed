"""Pages of a plan → one SELECT each, whose single column is the page's JSON."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    case,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy import (
    Text as TextType,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.sql.visitors import iterate

from graphql_api.planner.json_text import FALSE, NULL_TEXT, TRUE, Piece, concat, text
from graphql_api.planner.plan import (
    Aggregate,
    Cursor,
    EdgeNode,
    Edges,
    Fields,
    Groups,
    Nodes,
    One,
    Page,
    PageInfo,
    PagePart,
    Part,
    Text,
    TotalCount,
    Value,
)
from graphql_api.planner.sql_conditions import after, condition_sql, ordering
from graphql_api.planner.sql_relations import of_parent

if TYPE_CHECKING:
    from graphql_api.planner.sql import Emitter

COUNT_CAP = 10_000  # rows; counting further costs more than it tells
POSITION = "position"
# What a page's own arguments tell, by whether it is read backward.
_OPPOSITE = {False: "hasPreviousPage", True: "hasNextPage"}


def page_select(emitter: "Emitter", page: Page, parent: FromClause | None) -> Select[str]:
    """Return the SELECT of a page, of all rows or of those that belong to `parent`."""
    if not any(_reads_rows(page, part) for part in page.parts):
        for parameter in page.start.parameters if page.start else ():
            emitter.bind(parameter)  # so that a damaged cursor is refused here as well
        return select(concat(_parts(emitter, page, parent, None, [])))
    rows = _rows(emitter, page, parent)
    objects, joined = _objects(emitter, page, rows)
    return select(concat(_parts(emitter, page, parent, rows, objects))).select_from(joined)


def _reads_rows(page: Page, part: PagePart) -> bool:
    """Whether a part aggregates the page's rows; if none does, they must not multiply it."""
    if isinstance(part, PageInfo):
        known = {"__typename", _OPPOSITE[page.backward]}
        return any(name not in known for _, name in part.names)
    return isinstance(part, Nodes | Edges)


def _rows(emitter: "Emitter", page: Page, parent: FromClause | None) -> Subquery:
    """The page's rows and one more, which tells whether another page follows."""
    source, query = _filtered(emitter, page, parent)
    order = ordering(page.order, source, page.backward)
    if page.start is not None:
        query = query.where(after(page.start, page.order, source, page.backward, emitter.bind))
    columns = [source.c[name] for name in _columns(page)]
    limit: ColumnElement[int] = literal_column(str(page.size + 1))
    query = query.with_only_columns(*columns, maintain_column_froms=True)
    # Numbered once they are few: a sort that feeds a window function keeps all rows, not the first.
    first = query.order_by(*order).limit(limit).subquery(emitter.name("first"))
    position = func.row_number().over(order_by=ordering(page.order, first, page.backward))
    return select(*first.c, position.label(POSITION)).subquery(emitter.name("page"))


def _filtered(emitter: "Emitter", page: Page, parent: FromClause | None) -> tuple[Any, Select[Any]]:
    source = emitter.alias(page.model.__table__)
    query = select(source.c.id).select_from(source)
    if page.relationship is not None:
        assert parent is not None
        query = of_parent(emitter, query, page.relationship.property, source, parent)
    if page.condition is not None:
        query = query.where(condition_sql(page.condition, source, emitter))
    return source, query


def _columns(page: Page) -> list[str]:
    """The columns that the rows' objects and cursors read, in the table's order."""
    needed = {o.column for o in page.order}
    table = page.model.__table__
    for part in page.parts:
        if isinstance(part, Nodes):
            needed |= set(_read(part.fields, table))
        elif isinstance(part, Edges):
            for inner in part.parts:
                if isinstance(inner, EdgeNode):
                    needed |= set(_read(inner.fields, table))
    return [column.key for column in table.columns if column.key in needed]


def _read(fields: Fields, table: FromClause) -> Iterator[str]:
    for planned in fields:
        if isinstance(planned, Value):
            for element in iterate(planned.expression):
                if getattr(element, "table", None) is table:
                    yield element.key  # type: ignore[attr-defined]
        elif isinstance(planned, Part):
            yield from _read(planned.fields, table)
        elif isinstance(planned, One | Page | Aggregate | Groups):
            yield from _led_by(planned, table)


def _led_by(planned: One | Page | Aggregate | Groups, table: FromClause) -> Iterator[str]:
    """The columns by which related rows are found."""
    relationship = (
        planned.of.relationship if isinstance(planned, Aggregate) else (planned.relationship)
    )
    if relationship is not None:
        pairs = relationship.property.local_remote_pairs
        yield from (local.key for local, _ in pairs if local.table is table)


def _objects(
    emitter: "Emitter", page: Page, rows: Subquery
) -> tuple[list[ColumnElement[str]], FromClause]:
    """The JSON of one row for each part that shows rows, in the parts' order."""
    objects: list[ColumnElement[str]] = []
    joined: FromClause = rows
    for part in page.parts:
        if isinstance(part, Nodes):
            body, joined = emitter.object(part.fields, rows, joined)
            objects.append(concat(body))
        elif isinstance(part, Edges):
            edge, joined = _edge(emitter, page, part, rows, joined)
            objects.append(concat(edge))
    return objects, joined


def _edge(
    emitter: "Emitter", page: Page, edges: Edges, rows: Subquery, joined: FromClause
) -> tuple[list[Piece], FromClause]:
    pieces: list[Piece] = ["{"]
    for i, part in enumerate(edges.parts):
        pieces.append(("," if i else "") + f'"{part.key}":')
        match part:
            case Cursor():
                pieces += ['"', cursor_text(page, [rows.c[o.column] for o in page.order]), '"']
            case EdgeNode():
                body, joined = emitter.object(part.fields, rows, joined)
                pieces += body
            case Text(_, json):
                pieces.append(json)
    return [*pieces, "}"], joined


def _parts(
    emitter: "Emitter",
    page: Page,
    parent: FromClause | None,
    rows: Subquery | None,
    objects: list[ColumnElement[str]],
) -> list[Piece]:
    remaining = iter(objects)
    pieces: list[Piece] = ["{"]
    for i, part in enumerate(page.parts):
        pieces.append(("," if i else "") + f'"{part.key}":')
        pieces += _part(emitter, page, part, parent, rows, remaining)
    return [*pieces, "}"]


def _part(
    emitter: "Emitter",
    page: Page,
    part: PagePart,
    parent: FromClause | None,
    rows: Subquery | None,
    objects: Iterator[ColumnElement[str]],
) -> list[Piece]:
    if isinstance(part, Text):
        return [part.json]
    if isinstance(part, TotalCount):
        return [_total(emitter, page, part, parent)]
    if isinstance(part, PageInfo):
        return _page_info(page, part, rows)
    assert rows is not None
    return ["[", _shown(page, rows, func.string_agg, next(objects), text(",")), "]"]


def _page_info(page: Page, part: PageInfo, rows: Subquery | None) -> list[Piece]:
    shown: dict[str, Piece] = {
        "__typename": '"PageInfo"',
        _OPPOSITE[page.backward]: "true" if page.start is not None else "false",
    }
    if rows is not None:
        shown |= _ends(page, rows)
    pieces: list[Piece] = ["{"]
    for i, (key, name) in enumerate(part.names):
        pieces += [("," if i else "") + f'"{key}":', shown[name]]
    return [*pieces, "}"]


def _ends(page: Page, rows: Subquery) -> dict[str, Piece]:
    """What the rows tell of their page: the cursors at its ends, and whether more follow."""
    size: ColumnElement[int] = literal_column(str(page.size))
    return {
        _OPPOSITE[not page.backward]: case((func.count() > size, TRUE), else_=FALSE),
        "startCursor": _end(page, rows, literal_column("1")),
        "endCursor": _end(page, rows, func.least(func.count(), size)),
    }


def _end(page: Page, rows: Subquery, place: ColumnElement[int]) -> ColumnElement[str]:
    """The cursor of the row that is shown at a place, the first being 1; null if none is."""
    # Cursors are dear to write, so the rows' sort values are gathered and one row's are written.
    ends = [_shown(page, rows, func.array_agg, rows.c[o.column])[place] for o in page.order]
    cursor = concat(['"', cursor_text(page, ends), '"'])
    return case((func.count() == literal_column("0"), NULL_TEXT), else_=cursor)


def _shown(page: Page, rows: Subquery, gather: Any, *values: ColumnElement[Any]) -> Any:
    """Gather values of the rows that are shown, in the order in which they are."""
    position = rows.c[POSITION]
    *first, last = values
    in_order = aggregate_order_by(last, position.desc() if page.backward else position)
    return gather(*first, in_order).filter(position <= literal_column(str(page.size)))


def cursor_text(page: Page, values: Iterable[ColumnElement[Any]]) -> ColumnElement[str]:
    """Return the opaque cursor of a row: its order's tag and its sort values."""
    pieces: list[Piece] = [f'["{page.tag}"']
    for value in values:
        pieces += [",", cast(func.to_json(value), TextType)]
    octets = func.convert_to(concat([*pieces, "]"]), text("UTF8"))
    # encode() breaks lines after 76 characters
    return func.translate(
        func.encode(octets, text("base64")), func.chr(literal_column("10")), text("")
    )


def _total(
    emitter: "Emitter", page: Page, part: TotalCount, parent: FromClause | None
) -> ColumnElement[str]:
    _, query = _filtered(emitter, page, parent)
    some: Select[Any] = query.with_only_columns(literal_column("1"), maintain_column_froms=True)
    capped = some.limit(literal_column(str(COUNT_CAP + 1))).subquery(emitter.name("counted"))
    cap: ColumnElement[int] = literal_column(str(COUNT_CAP))
    shown: dict[str, Piece] = {
        "__typename": '"TotalCount"',
        "value": func.least(func.count(), cap),
        "exact": case((func.count() <= cap, TRUE), else_=FALSE),
    }
    pieces: list[Piece] = ["{"]
    for i, (key, name) in enumerate(part.names):
        pieces += [("," if i else "") + f'"{key}":', shown[name]]
    if not any(name in ("value", "exact") for _, name in part.names):
        return concat([*pieces, "}"])
    query_text = select(concat([*pieces, "}"])).select_from(capped)
    return (query_text.correlate(parent) if parent is not None else query_text).scalar_subquery()
