"""Node: anything that has a global id."""

import strawberry


@strawberry.interface(description="Anything that has a global id.")
class Node:
    id: strawberry.ID = strawberry.field(description="Names this record everywhere in the API.")
