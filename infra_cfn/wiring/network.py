"""The network that the templates would make."""

from collections.abc import Iterable
from typing import Any

from ec2_batch.doctor.network.network import (
    ALL_PORTS,
    Entry,
    Group,
    Network,
    Route,
    Rule,
    Subnet,
)
from infra_cfn.wiring.resource import Resource
from infra_cfn.wiring.stack_resources import Made
from infra_cfn.wiring.targets import TARGETS

# What holds where a template names none: AWS's own access list and rule.
LIST_BY_DEFAULT = frozenset(
    Entry(100, egress, True, "-1", ALL_PORTS, "0.0.0.0/0") for egress in (True, False)
)
EGRESS_BY_DEFAULT = {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}
PEERS = (
    "CidrIp",
    "CidrIpv6",
    "SourceSecurityGroupId",
    "DestinationSecurityGroupId",
    "SourcePrefixListId",
    "DestinationPrefixListId",
)
WAYS = (
    "GatewayId",
    "NatGatewayId",
    "EgressOnlyInternetGatewayId",
    "TransitGatewayId",
    "VpcPeeringConnectionId",
    "InstanceId",
    "NetworkInterfaceId",
    "VpcEndpointId",
)


def planned_network(resources: Iterable[Resource]) -> Network:
    """Return the network of wired stacks."""
    made = Made(resources)
    subnets = {r.reference: _subnet(made, r) for r in made.of("AWS::EC2::Subnet")}
    return Network(
        frozenset(
            r.properties["InternetGatewayId"]
            for r in made.of("AWS::EC2::VPCGatewayAttachment")
            if "InternetGatewayId" in r.properties
        ),
        subnets,
        {r.reference: _group(made, r) for r in made.of("AWS::EC2::SecurityGroup")},
        tuple(
            target
            for kind, read in TARGETS.items()
            for resource in made.of(kind)
            for target in read(made, resource, subnets)
        ),
    )


def _subnet(made: Made, resource: Resource) -> Subnet:
    given, me = resource.properties, resource.reference
    tables = made.naming("AWS::EC2::SubnetRouteTableAssociation", "SubnetId", me)
    routes = {Route(made.of("AWS::EC2::VPC")[0].properties["CidrBlock"], "local")}
    for table in (a.properties["RouteTableId"] for a in tables):
        for route in made.naming("AWS::EC2::Route", "RouteTableId", table):
            routes.add(_route(route.properties))
        for endpoint in made.of("AWS::EC2::VPCEndpoint"):
            if table in endpoint.properties.get("RouteTableIds", []):
                routes.add(Route("pl-" + endpoint.properties["ServiceName"], endpoint.reference))
    lists = made.naming("AWS::EC2::SubnetNetworkAclAssociation", "SubnetId", me)
    entries = {
        _entry(entry.properties)
        for one in lists
        for entry in made.naming(
            "AWS::EC2::NetworkAclEntry", "NetworkAclId", one.properties["NetworkAclId"]
        )
    }
    return Subnet(
        resource.logical_id,
        given["CidrBlock"],
        given.get("AvailabilityZone", ""),
        bool(given.get("MapPublicIpOnLaunch", False)),
        frozenset(routes),
        frozenset(entries) if lists else LIST_BY_DEFAULT,
    )


def _route(given: dict[str, Any]) -> Route:
    destination = given.get("DestinationCidrBlock") or given.get("DestinationIpv6CidrBlock")
    way = next(given[key] for key in WAYS if key in given)
    return Route(str(destination or given["DestinationPrefixListId"]), way)


def _entry(given: dict[str, Any]) -> Entry:
    ports = given.get("PortRange", {})
    return Entry(
        int(given["RuleNumber"]),
        bool(given.get("Egress", False)),
        given["RuleAction"] == "allow",
        str(given["Protocol"]),
        (int(ports.get("From", 0)), int(ports.get("To", 65535))),
        given.get("CidrBlock") or given["Ipv6CidrBlock"],
    )


def _group(made: Made, resource: Resource) -> Group:
    given, me = resource.properties, resource.reference
    apart = {
        way: made.naming(f"AWS::EC2::SecurityGroup{way}", "GroupId", me)
        for way in ("Ingress", "Egress")
    }
    heard = [*given.get("SecurityGroupIngress", []), *(r.properties for r in apart["Ingress"])]
    spoken = [*given.get("SecurityGroupEgress", []), *(r.properties for r in apart["Egress"])]
    return Group(
        resource.logical_id,
        frozenset(map(_rule, heard)),
        frozenset(map(_rule, spoken or [EGRESS_BY_DEFAULT])),
    )


def _rule(given: dict[str, Any]) -> Rule:
    protocol = str(given["IpProtocol"])
    every = protocol == "-1"
    ports = ALL_PORTS if every else (int(given["FromPort"]), int(given["ToPort"]))
    return Rule(protocol, ports, next(str(given[key]) for key in PEERS if key in given))
