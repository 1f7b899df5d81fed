"""Connections: lists in pages, after Relay's specification."""

from enum import Enum
from typing import Generic, TypeVar

import strawberry

from graphql_api.declare.fields import planned

Row = TypeVar("Row")


@strawberry.enum(description="Which way a list is sorted.")
class OrderDirection(Enum):
    ASC = strawberry.enum_value("asc", description="From the smallest to the largest.")
    DESC = strawberry.enum_value("desc", description="From the largest to the smallest.")


@planned
class PageInfo:
    """Whether a list goes on beyond this page, and where."""

    has_next_page: bool = strawberry.field(description="More rows follow.")
    has_previous_page: bool = strawberry.field(description="Rows come before.")
    start_cursor: str | None = strawberry.field(
        description="The first row's cursor; null on an empty page."
    )
    end_cursor: str | None = strawberry.field(
        description="The last row's cursor: give it as `after` to go on."
    )


@planned
class TotalCount:
    """How many rows a list has in all."""

    value: int = strawberry.field(description="The number of rows, counted up to 10,000.")
    exact: bool = strawberry.field(description="False when there are more than were counted.")


@planned
class Edge(Generic[Row]):
    """A row and its place in the list."""

    cursor: str = strawberry.field(description="The row's place, good for `after` and `before`.")
    node: Row = strawberry.field(description="The row.")


@planned
class Connection(Generic[Row]):
    """One page of a list."""

    nodes: list[Row] = strawberry.field(description="The page's rows.")
    edges: list[Edge[Row]] = strawberry.field(description="The page's rows with their cursors.")
    page_info: PageInfo = strawberry.field(description="Whether the list goes on.")
    total_count: TotalCount = strawberry.field(
        description="How many rows there are in all; counted only when asked for."
    )
