"""What an import would do, as commands ask for it and print it."""

from collections.abc import Mapping
from typing import Any

from ec2_batch.client.api import Api

PLAN = """
query ImportPlan($id: ID!) {
  importJob(id: $id) {
    planHash
    plan { file entity rows create update unchanged deactivate rejected overwritten }
    issueGroups { code count first { file line message } }
  }
}
"""

Plan = Mapping[str, Any]  # with the fields of PLAN


def read_plan(api: Api, job_id: str) -> Plan:
    """Return what applying an import would do, and what is wrong with its rows, by kind."""
    found: Plan = api.ask(PLAN, {"id": job_id})["importJob"]
    return found
