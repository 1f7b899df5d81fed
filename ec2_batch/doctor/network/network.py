"""A network as its rules see it: what stands where, behind which routes, lists and groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

Block = IPv4Network | IPv6Network
ALL_PORTS = (0, 65535)
API_FUNCTION = "-graphql-api"  # how its name ends; others, as that of migrations, do more
# What no router of the internet passes on: RFC 1918 and 6598, loopback, link-local, ULA.
PRIVATE = tuple(
    ip_network(block)
    for block in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a security group lets through, and from or to whom."""

    protocol: str  # tcp, udp, …; -1 is every one
    ports: tuple[int, int]  # first and last
    peer: str  # addresses as a CIDR, a group's id, or a prefix list's


@dataclass(frozen=True, slots=True)
class Group:
    """A security group."""

    name: str
    ingress: frozenset[Rule]
    egress: frozenset[Rule]


@dataclass(frozen=True, slots=True)
class Route:
    """Where a subnet sends what is for some addresses."""

    destination: str  # a CIDR or a prefix list
    way: str  # local, or the id of a gateway, an endpoint, a peering…


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a network access list; the first that fits decides."""

    number: int
    egress: bool
    allow: bool
    protocol: str  # -1 is every one, 6 is tcp
    ports: tuple[int, int]
    block: str


@dataclass(frozen=True, slots=True)
class Subnet:
    """A subnet with the routes and the access list that hold for it."""

    name: str
    block: str
    zone: str
    gives_public_addresses: bool
    routes: frozenset[Route]
    entries: frozenset[Entry]


@dataclass(frozen=True, slots=True)
class Target:
    """Something that has an address in the network."""

    name: str
    kind: str  # as in rules.OURS; endpoint; or whatever else it is
    subnets: frozenset[str]
    groups: frozenset[str]
    public_address: bool
    port: int | None = None  # where it listens, for those that do


@dataclass(frozen=True, slots=True)
class Network:
    """One VPC and all that is in it; subnets and groups by id."""

    attached_gateways: frozenset[str]  # to the internet
    subnets: Mapping[str, Subnet]
    groups: Mapping[str, Group]
    targets: tuple[Target, ...]

    def of_kind(self, kind: str) -> list[Target]:
        """Return the targets of a kind."""
        return [target for target in self.targets if target.kind == kind]

    def groups_of(self, kind: str) -> frozenset[str]:
        """Return the ids of all groups that targets of a kind are in."""
        return frozenset().union(*(target.groups for target in self.of_kind(kind)))


def is_private(peer: str) -> bool:
    """Return whether a peer is no address of the internet: a group, or private addresses.

    A prefix list is not: some are of the whole world.
    """
    if "/" not in peer:
        return not peer.startswith("pl-")
    return is_private_block(ip_network(peer, strict=False))


def is_private_block(block: Block) -> bool:
    """Return whether all addresses of a block are private."""
    return any(
        block.subnet_of(private)  # type: ignore[arg-type]  # of one version
        for private in PRIVATE
        if private.version == block.version
    )
