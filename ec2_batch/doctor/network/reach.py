"""Reach: whether a packet from somewhere gets to something, and its answer back."""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_network
from itertools import product

from ec2_batch.doctor.network.network import (
    ALL_PORTS,
    PRIVATE,
    Entry,
    Network,
    Rule,
    Subnet,
    Target,
    is_private,
)

Address = IPv4Address | IPv6Address
EPHEMERAL = (1024, 65535)  # where a caller awaits the answer
TCP = frozenset({"tcp", "6", "-1"})
EVERYWHERE = (ip_network("0.0.0.0/0"), ip_network("::/0"))


def from_internet(network: Network, target: Target) -> list[Rule]:
    """Return the rules through which the internet reaches a target; none is as it should be."""
    if not target.public_address:
        return []
    subnets = [network.subnets[name] for name in target.subnets if name in network.subnets]
    return [
        rule
        for rule in open_rules(network, target.groups)
        if any(_way_in(network, subnet, rule) for subnet in subnets)
    ]


def open_rules(network: Network, groups: Iterable[str]) -> list[Rule]:
    """Return the rules that let in addresses of the internet."""
    found = (network.groups[name] for name in groups if name in network.groups)
    return sorted(
        (rule for group in found for rule in group.ingress if not is_private(rule.peer)),
        key=lambda rule: (rule.peer, rule.ports),
    )


def on_internet(network: Network, subnet: Subnet) -> bool:
    """Return whether a subnet's routes lead to a gateway that is attached."""
    return any(route.way in network.attached_gateways for route in subnet.routes)


def passes(network: Network, source: Target, target: Target, port: int) -> bool:
    """Return whether groups and access lists let one reach the other, from every subnet."""
    speaks = _allow(network, source.groups, target.groups, port, egress=True)
    hears = _allow(network, target.groups, source.groups, port, egress=False)
    return speaks and hears and _between(network, source, target, port)


def _allow(
    network: Network, ours: frozenset[str], theirs: frozenset[str], port: int, *, egress: bool
) -> bool:
    for name in ours & network.groups.keys():
        group = network.groups[name]
        for rule in group.egress if egress else group.ingress:
            known = rule.peer in theirs or rule.peer in ("0.0.0.0/0", "::/0")
            if known and rule.protocol in TCP and rule.ports[0] <= port <= rule.ports[1]:
                return True
    return False


def _between(network: Network, source: Target, target: Target, port: int) -> bool:
    pairs = product(
        source.subnets & network.subnets.keys(), target.subnets & network.subnets.keys()
    )
    for near, far in ((network.subnets[a], network.subnets[b]) for a, b in pairs):
        if near.name == far.name:  # a list stands at the subnet's border
            continue
        asked = _all_pass(near, far, (port, port), egress=True) and _all_pass(
            far, near, (port, port), egress=False
        )
        answered = _all_pass(far, near, EPHEMERAL, egress=True) and _all_pass(
            near, far, EPHEMERAL, egress=False
        )
        if not (asked and answered):
            return False
    return True


def _all_pass(at: Subnet, other: Subnet, ports: tuple[int, int], *, egress: bool) -> bool:
    return all(
        _lets(at.entries, address, port, egress)
        for address in _addresses(at.entries, other.block)
        for port in _edges(at.entries, ports)
    )


def _way_in(network: Network, subnet: Subnet, rule: Rule) -> bool:
    if not on_internet(network, subnet):
        return False
    if "/" not in rule.peer:  # a prefix list: whose addresses is not known
        return any(entry.allow and not entry.egress for entry in subnet.entries)
    ports = ALL_PORTS if rule.protocol == "-1" else rule.ports
    return any(
        _lets(subnet.entries, address, port, egress=False)
        and any(
            _lets(subnet.entries, address, back, egress=True)
            for back in _edges(subnet.entries, EPHEMERAL)
        )
        for address in _public_addresses(subnet.entries, rule.peer)
        for port in _edges(subnet.entries, ports)
    )


def _lets(entries: Iterable[Entry], address: Address, port: int, egress: bool) -> bool:
    for entry in sorted(entries, key=lambda entry: entry.number):
        fits = entry.egress == egress and address in ip_network(entry.block)
        if fits and entry.protocol in TCP and entry.ports[0] <= port <= entry.ports[1]:
            return entry.allow
    return False


# The first of an access list's lines that fits decides, so the answer only changes where a line
# begins or ends: to try these edges is to try all addresses and ports.
def _edges(entries: Iterable[Entry], ports: tuple[int, int]) -> list[int]:
    edges = {ports[0]}
    for entry in entries:
        edges |= {entry.ports[0], entry.ports[1] + 1}
    return sorted(edge for edge in edges if ports[0] <= edge <= ports[1])


def _public_addresses(entries: Iterable[Entry], peer: str) -> Iterator[Address]:
    for address in _addresses(entries, peer):
        if not is_private(f"{address}/{address.max_prefixlen}"):
            yield address


def _addresses(entries: Iterable[Entry], block: str) -> list[Address]:
    within = ip_network(block, strict=False)
    blocks = [within, *PRIVATE, *(ip_network(entry.block) for entry in entries)]
    edges: set[Address] = {within.network_address}
    for known in (b for b in blocks if b.version == within.version):
        after = int(known.broadcast_address) + 1
        edges |= {
            known.network_address,
            type(known.network_address)(after % 2**known.max_prefixlen),
        }
    return sorted((address for address in edges if address in within), key=int)
