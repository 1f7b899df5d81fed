"""Organisations, as the API shows them."""

import strawberry

from graphql_api.declare import column, global_id, id_key, key, record, to_one
from graphql_api.node import Node
from schema.models import Org as OrgModel
from schema.models.org import OrgType


@record(OrgModel)
class Org(Node):
    """A district, a school or a department."""

    id: strawberry.ID = global_id()
    sourced_id: str = column(OrgModel.sourced_id, "The id in the school's own systems.")
    name: str = column(OrgModel.name, "What it is called.")
    type: OrgType = column(OrgModel.type, "What kind of organisation it is.")
    identifier: str | None = column(OrgModel.identifier, "The number the authorities know it by.")
    parent: "Org | None" = to_one(OrgModel.parent, "The organisation it belongs to.")


@strawberry.input(description="Names one organisation.", one_of=True)
class OrgBy:
    id: strawberry.ID | None = id_key(OrgModel, "Org")
    sourced_id: str | None = key(OrgModel.sourced_id, "The id in the school's own systems.")
