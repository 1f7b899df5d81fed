"""The network of the templates lets nobody in, and each mistake in it is seen."""

import copy

import pytest

from ec2_batch.doctor.network.network import Network
from ec2_batch.doctor.network.rules import RULES, judge
from infra_cfn.wiring.network import planned_network
from infra_cfn.wiring.wire import read_templates, wire
from tests.infra_cfn.list_mistakes import LIST_MISTAKES
from tests.infra_cfn.network_mistakes import MISTAKES, Mistake
from tests.infra_cfn.proxy_mistakes import PROXY_MISTAKES

WAYS_OUT = ("endpoints", "nat-single", "nat-per-az")
TEMPLATES = read_templates()
ALL = (*MISTAKES, *LIST_MISTAKES)


def broken(network: Network) -> dict[str, str]:
    return {finding.subject: finding.sentence for finding in judge(network) if not finding.well}


@pytest.mark.parametrize("proxy", ["off", "on"])
@pytest.mark.parametrize("certificate", ["", "arn:aws:acm:of-the-balancer"])
@pytest.mark.parametrize("egress", WAYS_OUT)
def test_the_network_of_the_templates_keeps_every_rule(
    egress: str, certificate: str, proxy: str
) -> None:
    parameters = {"UseRdsProxy": proxy, "EgressMode": egress, "BalancerCertificateArn": certificate}

    network = planned_network(wire("production", parameters))

    assert broken(network) == {}


@pytest.mark.parametrize("mistake", ALL, ids=lambda mistake: mistake.name)
def test_a_mistake_in_the_network_is_seen(mistake: Mistake) -> None:
    templates = copy.deepcopy(TEMPLATES)

    mistake.make(templates)

    assert mistake.rule in broken(planned_network(wire("production", templates=templates)))


@pytest.mark.parametrize("mistake", PROXY_MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_with_the_proxy_is_seen(mistake: Mistake) -> None:
    templates = copy.deepcopy(TEMPLATES)

    mistake.make(templates)

    network = planned_network(wire("production", {"UseRdsProxy": "on"}, templates))
    assert mistake.rule in broken(network)


def test_every_rule_has_a_mistake_that_it_sees() -> None:
    assert {mistake.rule for mistake in ALL} == set(RULES)


def test_an_empty_network_proves_nothing() -> None:
    found = broken(Network(frozenset(), {}, {}, ()))

    assert "There is no database in this network." in found["presence"]
