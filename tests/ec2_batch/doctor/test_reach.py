"""A host can be reached from the internet when every layer is open, and not when one is closed."""

from dataclasses import replace

import pytest

from ec2_batch.doctor.network.network import (
    ALL_PORTS,
    Entry,
    Group,
    Network,
    Route,
    Rule,
    Subnet,
    Target,
)
from ec2_batch.doctor.network.reach import from_internet

HTTP = Rule("tcp", (8000, 8000), "0.0.0.0/0")
OUT = Entry(100, True, True, "-1", ALL_PORTS, "0.0.0.0/0")
IN = replace(OUT, egress=False)


def network(
    *,
    rule: Rule = HTTP,
    entries: tuple[Entry, ...] = (IN, OUT),
    way: str = "igw-1",
    attached: bool = True,
    public: bool = True,
) -> Network:
    """Return a network of one host, open to the world unless told otherwise."""
    routes = frozenset({Route("10.0.0.0/16", "local"), Route("0.0.0.0/0", way)})
    subnet = Subnet("a", "10.0.0.0/20", "eu-west-1a", False, routes, frozenset(entries))
    host = Target("host", "host", frozenset({"a"}), frozenset({"sg"}), public)
    group = Group("hosts", frozenset({rule}), frozenset())
    gateways = frozenset({"igw-1"}) if attached else frozenset()
    return Network(gateways, {"a": subnet}, {"sg": group}, (host,))


def reached(network: Network) -> bool:
    return bool(from_internet(network, network.targets[0]))


@pytest.mark.parametrize(
    "open_network",
    [
        network(),
        network(rule=Rule("-1", ALL_PORTS, "8.8.8.0/24")),
        network(rule=replace(HTTP, peer="0.0.0.0/1")),  # begins with addresses of nobody
        network(rule=replace(HTTP, peer="pl-of-somebody")),
        network(rule=Rule("tcp", (1, 9000), "0.0.0.0/0")),
        # Closed to most of the world is not closed.
        network(entries=(replace(IN, number=1, allow=False, block="0.0.0.0/1"), IN, OUT)),
        network(entries=(replace(IN, ports=(8000, 8000)), replace(OUT, ports=(50000, 50001)))),
        # A line that comes too late forbids nothing.
        network(entries=(IN, replace(IN, number=200, allow=False), OUT)),
    ],
)
def test_a_host_is_reached_when_every_layer_is_open(open_network: Network) -> None:
    assert reached(open_network)


@pytest.mark.parametrize(
    "closed_network",
    [
        network(public=False),
        network(way="nat-1"),
        network(attached=False),
        network(rule=replace(HTTP, peer="10.0.0.0/8")),
        network(rule=replace(HTTP, peer="sg-of-the-balancer")),
        network(entries=()),
        network(entries=(IN,)),  # no answer gets out
        network(entries=(replace(IN, ports=(8001, 9000)), OUT)),
        network(entries=(replace(IN, number=1, allow=False), IN, OUT)),
        network(entries=(replace(IN, block="10.0.0.0/8"), OUT)),
        network(entries=(IN, replace(OUT, ports=(1, 1023)))),
    ],
)
def test_a_host_is_not_reached_when_one_layer_is_closed(closed_network: Network) -> None:
    assert not reached(closed_network)
