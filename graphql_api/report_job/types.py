"""Report jobs, as the API shows them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import strawberry

from graphql_api.declare.fields import column, computed, global_id, record
from graphql_api.declare.node import Node
from graphql_api.declare.scalars import URL
from schema.models import ReportJob as ReportJobModel
from schema.models.report_job import ReportState
from schema.reports import ReportName


def download_url(context: Any, values: Mapping[str, Any]) -> str | None:
    """Return where the report can be downloaded for some minutes; None until it is done."""
    key = values["object_key"]
    if key is None or values["state"] != ReportState.COMPLETED:
        return None
    return str(context.storage.download_url(key))


@record(ReportJobModel)
class ReportJob(Node):
    """A report somebody asked for."""

    id: strawberry.ID = global_id()
    report: ReportName = column(ReportJobModel.report, "Which report it is.")
    state: ReportState = column(ReportJobModel.state, "Where it stands.")
    progress: int = column(ReportJobModel.progress, "How far it is, in percent.")
    rows_written: int = column(ReportJobModel.rows_written, "Rows written so far.")
    message: str | None = column(ReportJobModel.message, "What happened, in a sentence.")
    created_at: datetime = column(ReportJobModel.created_at, "When it was asked for.")
    finished_at: datetime | None = column(ReportJobModel.finished_at, "When it ended.")
    url: URL | None = computed(
        {"object_key": ReportJobModel.object_key, "state": ReportJobModel.state},
        download_url,
        "Where to download it, for five minutes; null until it is done.",
    )
