"""Reports, as the API shows them: the declarations themselves."""

import strawberry

from graphql_api.declare.fields import planned
from schema.access.caller import Caller
from schema.access.roles import Permission
from schema.reports import REPORTS, ReportFormat, ReportName
from schema.reports import Report as Declared
from schema.value_type import ValueType


@planned
class ReportParameter:
    """Something that who asks for a report says with it."""

    name: str = strawberry.field(description="Its name.")
    description: str = strawberry.field(description="What it does to the report.")
    type: ValueType = strawberry.field(description="What kind of value it is.")
    required: bool = strawberry.field(description="Whether it must be said.")


@planned
class Report:
    """A report that can be asked for."""

    name: ReportName = strawberry.field(description="The name to give to `reportStart`.")
    title: str = strawberry.field(description="What people call it.")
    description: str = strawberry.field(description="What its rows are, in a sentence.")
    parameters: list[ReportParameter] = strawberry.field(
        description="What can be said with it; empty if it is always of everything you may see."
    )
    formats: list[ReportFormat] = strawberry.field(
        description="The kinds of file it is written as."
    )


def reports(caller: Caller) -> list[Declared]:
    """Return the reports, to who may ask for them."""
    return list(REPORTS.values()) if caller.may(Permission.REPORT) else []
