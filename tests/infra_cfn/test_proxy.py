"""With a proxy the API reaches the database by it, as its own login, and nobody else does."""

from typing import Any

import pytest

from infra_cfn.wiring.wire import wire
from tests.infra_cfn.controls.estate import Estate, parameters_of, read_all
from tests.infra_cfn.controls.rds import BYTES_A_CONNECTION, MEMORY

TEMPLATES = read_all()


def made(environment: str, proxy: str) -> dict[str, Any]:
    """Return the properties of all resources, as `stack.LogicalId`."""
    given = {**parameters_of(environment), "UseRdsProxy": proxy}
    return {
        f"{r.stack.rpartition('-')[2]}.{r.logical_id}": r.properties
        for r in wire(environment, given, TEMPLATES)
    }


def api_statement(resources: dict[str, Any]) -> str:
    [policy] = resources["api.FunctionRole"]["Policies"]
    by_sid = {s["Sid"]: s["Resource"] for s in policy["PolicyDocument"]["Statement"]}
    return str(by_sid["ConnectAsApi"])


@pytest.mark.parametrize("environment", ["production", "development"])
def test_there_is_no_proxy_unless_somebody_asks_for_one(environment: str) -> None:
    without = {
        r.logical_id for r in Estate(environment, TEMPLATES).resources if "Proxy" in r.logical_id
    }

    assert without == set()


def test_the_api_goes_by_the_proxy_and_may_nowhere_else() -> None:
    resources = made("production", "on")

    variables = resources["api.Function"]["Environment"]["Variables"]
    assert "@student-cloud-production.Endpoint:" in variables["DATABASE_URL"]
    assert variables["DATABASE_PREPARE"] == "off"
    assert api_statement(resources).endswith(":dbuser:student-cloud-production/api_service")


def test_without_it_the_api_goes_to_the_database() -> None:
    resources = made("production", "off")

    variables = resources["api.Function"]["Environment"]["Variables"]
    assert "@student-cloud-production.Endpoint.Address:" in variables["DATABASE_URL"]
    assert variables["DATABASE_PREPARE"] == "on"
    assert api_statement(resources).endswith(".DbiResourceId/api_service")


def test_the_proxy_signs_in_by_token_over_tls_as_the_api_alone() -> None:
    resources = made("production", "on")

    proxy, role = resources["data.Proxy"], resources["data.ProxyRole"]
    assert (proxy["DefaultAuthScheme"], proxy["RequireTLS"]) == ("IAM_AUTH", True)
    assert "Auth" not in proxy  # which would name passwords
    [statement] = role["Policies"][0]["PolicyDocument"]["Statement"]
    assert statement["Action"] == "rds-db:connect"
    assert statement["Resource"].endswith(".DbiResourceId/api_service")
    [trusting] = role["AssumeRolePolicyDocument"]["Statement"]
    assert "aws:SourceAccount" in trusting["Condition"]["StringEquals"]


@pytest.mark.parametrize("environment", ["production", "development"])
def test_each_instance_finds_a_connection_though_the_proxy_should_share_none(
    environment: str,
) -> None:
    resources = made(environment, "on")

    memory = MEMORY[resources["data.Database"]["DBInstanceClass"]] * 1024**3
    pool = resources["data.ProxyTargets"]["ConnectionPoolConfigurationInfo"]
    shared = memory // BYTES_A_CONNECTION * pool["MaxConnectionsPercent"] // 100
    assert int(resources["api.Function"]["ReservedConcurrentExecutions"]) <= shared
