"""The network that AWS describes."""

from collections.abc import Iterator, Mapping
from typing import Any

from ec2_batch.doctor.network.describe_targets import ClientOf, read_targets
from ec2_batch.doctor.network.network import (
    ALL_PORTS,
    Entry,
    Group,
    Network,
    Route,
    Rule,
    Subnet,
)

Found = Mapping[str, Any]  # one thing, as AWS describes it
PEERS = (
    ("IpRanges", "CidrIp"),
    ("Ipv6Ranges", "CidrIpv6"),
    ("UserIdGroupPairs", "GroupId"),
    ("PrefixListIds", "PrefixListId"),
)
DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
DEFAULT_DENIAL = 32767  # the last line of every access list


def read_network(client: ClientOf, environment: str) -> Network:
    """Return an environment's network, read through clients of AWS, which are only asked.

    Without a VPC of that name it is empty.
    """
    ec2 = client("ec2")
    name = f"student-cloud-{environment}"
    vpcs = [v["VpcId"] for v in _all(ec2, "Vpcs", [{"Name": "tag:Name", "Values": [name]}])]
    if len(vpcs) != 1:
        return Network(frozenset(), {}, {}, ())
    inside = [{"Name": "vpc-id", "Values": vpcs}]
    gateways = _all(ec2, "InternetGateways", [{"Name": "attachment.vpc-id", "Values": vpcs}])
    return Network(
        frozenset(gateway["InternetGatewayId"] for gateway in gateways),
        dict(_subnets(ec2, inside)),
        {g["GroupId"]: _group(g) for g in _all(ec2, "SecurityGroups", inside)},
        tuple(read_targets(client, name, vpcs[0])),
    )


def _all(ec2: Any, things: str, filters: list[dict[str, Any]]) -> list[Found]:
    operation = {
        "Vpcs": "describe_vpcs",
        "InternetGateways": "describe_internet_gateways",
        "Subnets": "describe_subnets",
        "RouteTables": "describe_route_tables",
        "NetworkAcls": "describe_network_acls",
        "SecurityGroups": "describe_security_groups",
    }[things]
    pages = ec2.get_paginator(operation).paginate(Filters=filters)
    return [found for page in pages for found in page[things]]


def _subnets(ec2: Any, inside: list[dict[str, Any]]) -> Iterator[tuple[str, Subnet]]:
    tables, lists = _all(ec2, "RouteTables", inside), _all(ec2, "NetworkAcls", inside)
    main = [t for t in tables if any(a.get("Main") for a in t["Associations"])]
    default = [a for a in lists if a.get("IsDefault")]
    for found in _all(ec2, "Subnets", inside):
        subnet = found["SubnetId"]
        routes = {_route(r) for t in (_of(tables, subnet) or main) for r in t["Routes"]}
        entries = {_entry(e) for a in (_of(lists, subnet) or default) for e in a["Entries"]}
        yield (
            subnet,
            Subnet(
                _name(found) or subnet,
                found["CidrBlock"],
                found["AvailabilityZone"],
                bool(found.get("MapPublicIpOnLaunch")),
                frozenset(routes),
                frozenset(entries),
            ),
        )


def _of(found: list[Found], subnet: str) -> list[Found]:
    return [f for f in found if any(a.get("SubnetId") == subnet for a in f["Associations"])]


def _route(found: Found) -> Route:
    destination = next(str(found[key]) for key in DESTINATIONS if found.get(key))
    # Whatever it is called, it is where the packets go; Gateway may be `local`.
    ways = [str(v) for k, v in found.items() if k.endswith(("Id", "Arn")) and k not in DESTINATIONS]
    own = [way for way in ways if way != found.get("InstanceOwnerId")]
    return Route(destination, own[0] if own else "unknown")


def _entry(found: Found) -> Entry:
    ports = found.get("PortRange", {})
    return Entry(
        int(found["RuleNumber"]),
        bool(found["Egress"]),
        found["RuleAction"] == "allow",
        str(found["Protocol"]),
        (int(ports.get("From", 0)), int(ports.get("To", 65535))),
        found.get("CidrBlock") or found["Ipv6CidrBlock"],
    )


def _group(found: Found) -> Group:
    return Group(
        found["GroupName"],
        frozenset(_rules(found["IpPermissions"])),
        frozenset(_rules(found["IpPermissionsEgress"])),
    )


def _rules(permissions: list[Found]) -> Iterator[Rule]:
    for permission in permissions:
        protocol = str(permission["IpProtocol"])
        ports = ALL_PORTS
        if protocol != "-1":
            ports = (int(permission["FromPort"]), int(permission["ToPort"]))
        for peers, key in PEERS:
            for peer in permission.get(peers, []):
                yield Rule(protocol, ports, peer[key])


def _name(found: Found) -> str:
    return next((t["Value"] for t in found.get("Tags", []) if t["Key"] == "Name"), "")
