"""The network that AWS describes is held against the rules, as `doctor --network` does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ec2_batch.doctor.network.describe import DEFAULT_DENIAL, read_network
from ec2_batch.doctor.network.network import Entry, Network, Subnet
from ec2_batch.doctor.network.rules import RULES, judge
from infra_cfn.wiring.network import planned_network
from infra_cfn.wiring.wire import wire
from tests.ec2_batch.studentcloud import studentcloud
from tests.infra_cfn.account import Account
from tests.infra_cfn.built_network import build
from tests.infra_cfn.list_slips import LIST_SLIPS
from tests.infra_cfn.network_stand_in import KEYS, NetworkStandIn, network_stand_in
from tests.infra_cfn.slip import Slip
from tests.infra_cfn.state_mistakes import SLIPS

WIRED = wire("production", {"UseRdsProxy": "on"})


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NetworkStandIn]:
    """A stand-in with the network that the templates describe."""
    with network_stand_in(tmp_path_factory.mktemp("moto") / "log") as aws:
        aws.forget()
        build(WIRED, aws.client)
        yield aws


def broken(aws: NetworkStandIn) -> dict[str, str]:
    found = judge(read_network(aws.client, "production"))
    return {finding.subject: finding.sentence for finding in found if not finding.well}


def lines_of(subnet: Subnet) -> set[Entry]:
    """Return the lines of a subnet's list but AWS's own last, which denies."""
    return {entry for entry in subnet.entries if entry.number != DEFAULT_DENIAL}


def rules_by_name(network: Network) -> dict[str, set[tuple[str, str, tuple[int, int], str]]]:
    """Return each group's rules, with names in the place of ids."""
    names = {key: group.name for key, group in network.groups.items()}
    return {
        group.name: {
            (way, rule.protocol, rule.ports, names.get(rule.peer, rule.peer))
            for way, rules in (("in", group.ingress), ("out", group.egress))
            for rule in rules
        }
        for group in network.groups.values()
        if group.name != "default"  # AWS's own
    }


def test_the_network_as_built_keeps_every_rule(aws: NetworkStandIn) -> None:
    assert broken(aws) == {}


def test_what_is_described_is_what_the_templates_plan(aws: NetworkStandIn) -> None:
    planned = planned_network(WIRED)
    described = read_network(aws.client, "production")

    assert rules_by_name(described) == rules_by_name(planned)
    blocks = {subnet.name: subnet.block for subnet in described.subnets.values()}
    assert blocks == {subnet.name: subnet.block for subnet in planned.subnets.values()}
    lists = {subnet.name: lines_of(subnet) for subnet in described.subnets.values()}
    assert lists == {subnet.name: lines_of(subnet) for subnet in planned.subnets.values()}


def test_the_doctor_says_of_each_rule_that_it_holds(aws: NetworkStandIn, tmp_path: Path) -> None:
    ended = studentcloud(
        "doctor",
        "--network",
        "--environment=production",
        "--json",
        folder=tmp_path,
        variables={**KEYS, "AWS_ENDPOINT_URL": aws.endpoint},
    )

    assert ended.code == 0, ended.out
    assert {finding["subject"] for finding in ended.json if finding["well"]} == set(RULES)


def test_the_doctor_finds_no_network_where_there_is_none(
    aws: NetworkStandIn, tmp_path: Path
) -> None:
    ended = studentcloud(
        "doctor",
        "--network",
        folder=tmp_path,
        variables={**KEYS, "AWS_ENDPOINT_URL": aws.endpoint, "ENVIRONMENT": "development"},
    )

    assert ended.code == 1
    assert "There is no database in this network." in ended.out


@pytest.mark.parametrize("slip", [*SLIPS, *LIST_SLIPS], ids=lambda slip: slip.name)
def test_a_mistake_on_aws_is_seen(aws: NetworkStandIn, slip: Slip) -> None:
    account = Account(aws)

    slip.make(account)

    try:
        assert slip.rule in broken(aws)
    finally:
        slip.mend(account)


def test_all_mistakes_were_taken_back(aws: NetworkStandIn) -> None:
    assert broken(aws) == {}
