"""Mistakes that somebody could make in the templates' network, and the rule that must see each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Templates = dict[str, dict[str, Any]]
WORLD = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}


@dataclass(frozen=True)
class Mistake:
    """One mistake, and one of the rules that it breaks."""

    name: str
    make: Callable[[Templates], object]
    rule: str


def of(templates: Templates, path: str) -> dict[str, Any]:
    """Return the properties of `stack.LogicalId`, to be changed."""
    stack, logical_id = path.split(".")
    properties: dict[str, Any] = templates[stack]["Resources"][logical_id]["Properties"]
    return properties


def add(templates: Templates, kind: str, stack: str = "network", **properties: Any) -> None:
    """Add a resource to a stack."""
    resources = templates[stack]["Resources"]
    resources[f"Added{len(resources)}"] = {"Type": kind, "Properties": properties}


def remove(templates: Templates, path: str) -> None:
    stack, logical_id = path.split(".")
    del templates[stack]["Resources"][logical_id]


def put(path: str, key: str, value: Any) -> Callable[[Templates], object]:
    return lambda templates: of(templates, path).__setitem__(key, value)


def absent(path: str) -> Callable[[Templates], object]:
    """Put a thing without an address in a resource's place; who names it still may."""
    stack, logical_id = path.split(".")
    kind = "AWS::CloudFormation::WaitConditionHandle"
    return lambda templates: templates[stack]["Resources"][logical_id].update(Type=kind)


def drop(path: str, key: str) -> Callable[[Templates], object]:
    return lambda templates: of(templates, path).pop(key)


def without(path: str) -> Callable[[Templates], object]:
    return lambda templates: remove(templates, path)


def hears(group: str, **rule: Any) -> Callable[[Templates], object]:
    """Add a rule to what a group hears; on its own, as our templates do."""
    whole = {"GroupId": {"!Ref": group}, **WORLD, **rule}
    if "SourceSecurityGroupId" in rule or "SourcePrefixListId" in rule or "CidrIpv6" in rule:
        del whole["CidrIp"]
    return lambda templates: add(templates, "AWS::EC2::SecurityGroupIngress", "groups", **whole)


def speaks(group: str, **rule: Any) -> Callable[[Templates], object]:
    return lambda templates: of(templates, f"groups.{group}")["SecurityGroupEgress"].append(
        {**WORLD, **rule}
    )


def route(table: str, **way: Any) -> Callable[[Templates], object]:
    whole = {"RouteTableId": {"!Ref": table}, "DestinationCidrBlock": "0.0.0.0/0", **way}
    return lambda templates: add(templates, "AWS::EC2::Route", **whole)


def public_hosts(templates: Templates) -> None:
    """Hosts in the public subnets, with public addresses, heard by all: four mistakes."""
    data = of(templates, "batch.HostTemplate")["LaunchTemplateData"]
    data["NetworkInterfaces"][0]["AssociatePublicIpAddress"] = True
    for letter in "AB":
        of(templates, f"network.AppRoutesOf{letter}")["RouteTableId"] = {"!Ref": "PublicRoutes"}
    hears("HostGroup", FromPort=8000, ToPort=8000)(templates)


def addresses_by_the_subnet(templates: Templates) -> None:
    data = of(templates, "batch.HostTemplate")["LaunchTemplateData"]
    del data["NetworkInterfaces"][0]["AssociatePublicIpAddress"]
    of(templates, "network.AppSubnetA")["MapPublicIpOnLaunch"] = True


DATABASE, FUNCTION = "data.Database", "api.Function"
GATEWAY, IPV6 = {"!Ref": "InternetGateway"}, {"DestinationIpv6CidrBlock": "::/0"}
PUBLIC_A, HOST = {"!Ref": "PublicSubnetA"}, {"!Ref": "HostGroup"}
ALL = {"IpProtocol": "-1", "FromPort": -1, "ToPort": -1}
POSTGRES = {"FromPort": 5432, "ToPort": 5432}

MISTAKES = [
    Mistake("a public database", put(DATABASE, "PubliclyAccessible", True), "addresses"),
    Mistake("a database in the VPC's own group", drop(DATABASE, "VPCSecurityGroups"), "presence"),
    Mistake("a database in default subnets", drop(DATABASE, "DBSubnetGroupName"), "presence"),
    Mistake(
        "the database in a stranger's group",
        put(DATABASE, "VPCSecurityGroups", [{"!Ref": "DatabaseGroupId"}, "sg-of-another"]),
        "presence",
    ),
    Mistake("data hears the world", hears("DatabaseGroup", **POSTGRES), "groups"),
    Mistake(
        "data hears the world by IPv6",
        hears("DatabaseGroup", CidrIpv6="::/0", **POSTGRES),
        "groups",
    ),
    Mistake(
        "data hears one public block",
        hears("DatabaseGroup", CidrIp="8.8.8.0/24", **POSTGRES),
        "groups",
    ),
    Mistake(
        "data hears half the world",
        hears("DatabaseGroup", CidrIp="0.0.0.0/1", **POSTGRES),
        "groups",
    ),
    Mistake(
        "data hears a prefix list",
        hears("DatabaseGroup", SourcePrefixListId="pl-1", **POSTGRES),
        "groups",
    ),
    Mistake(
        "data hears the whole VPC",
        hears("DatabaseGroup", CidrIp="10.20.0.0/16", **POSTGRES),
        "database hears",
    ),
    Mistake(
        "data hears the balancer",
        hears("DatabaseGroup", SourceSecurityGroupId={"!Ref": "BalancerGroup"}, **POSTGRES),
        "database hears",
    ),
    Mistake(
        "data hears hosts at every port",
        hears("DatabaseGroup", SourceSecurityGroupId=HOST, **ALL),
        "database hears",
    ),
    Mistake(
        "data hears hosts at more ports",
        hears("DatabaseGroup", SourceSecurityGroupId=HOST, FromPort=1, ToPort=9000),
        "database hears",
    ),
    Mistake("data hears hosts no more", without("groups.DatabaseHearsHosts"), "database hears"),
    Mistake("data hears the function no more", without("groups.DatabaseHearsFunction"), "paths"),
    Mistake(
        "data may speak to all",
        drop("groups.DatabaseGroup", "SecurityGroupEgress"),
        "database speaks",
    ),
    Mistake(
        "data may speak to the VPC", speaks("DatabaseGroup", CidrIp="10.0.0.0/8"), "database speaks"
    ),
    Mistake(
        "a data subnet on the public table",
        put("network.DataRoutesOfA", "RouteTableId", {"!Ref": "PublicRoutes"}),
        "database routes",
    ),
    Mistake(
        "data routes to the internet", route("DataRoutes", GatewayId=GATEWAY), "database routes"
    ),
    Mistake(
        "data routes to a NAT gateway",
        route("DataRoutes", NatGatewayId="nat-1"),
        "database routes",
    ),
    Mistake(
        "data routes out by IPv6",
        route("DataRoutes", EgressOnlyInternetGatewayId="eigw-1", **IPV6),
        "database routes",
    ),
    Mistake(
        "data routes to another VPC",
        route("DataRoutes", DestinationCidrBlock="10.99.0.0/16", VpcPeeringConnectionId="pcx-1"),
        "database routes",
    ),
    Mistake(
        "the database among the hosts",
        put("data.Subnets", "SubnetIds", [{"!Ref": "DatabaseGroupId"}]),
        "presence",
    ),
    Mistake(
        "data in one zone",
        put("network.DataSubnetB", "AvailabilityZone", {"!Select": [0, {"!GetAZs": ""}]}),
        "database routes",
    ),
    Mistake("the function outside the VPC", drop(FUNCTION, "VpcConfig"), "presence"),
    Mistake(
        "the function may speak to all",
        drop("groups.FunctionGroup", "SecurityGroupEgress"),
        "function",
    ),
    Mistake("the function may speak to the web", speaks("FunctionGroup"), "function"),
    Mistake(
        "the function is mute",
        put(
            "groups.FunctionGroup",
            "SecurityGroupEgress",
            [{"IpProtocol": "-1", "CidrIp": "127.0.0.1/32"}],
        ),
        "paths",
    ),
    Mistake("hosts may speak to all", drop("groups.HostGroup", "SecurityGroupEgress"), "egress"),
    Mistake("hosts may send mail", speaks("HostGroup", FromPort=25, ToPort=25), "egress"),
    Mistake("a shell for the world", hears("HostGroup", FromPort=22, ToPort=22), "groups"),
    Mistake(
        "a shell for the VPC",
        hears("HostGroup", CidrIp="10.20.0.0/16", FromPort=20, ToPort=30),
        "groups",
    ),
    Mistake("hosts hear the world", hears("HostGroup", FromPort=8000, ToPort=8000), "groups"),
    Mistake("hosts that the world reaches", public_hosts, "internet"),
    Mistake("hosts with the subnet's addresses", addresses_by_the_subnet, "addresses"),
    Mistake("app routes to the internet", route("AppRoutesA", GatewayId=GATEWAY), "subnets"),
    Mistake(
        "app routes to the internet by IPv6",
        route("AppRoutesB", GatewayId=GATEWAY, **IPV6),
        "subnets",
    ),
    Mistake(
        "a subnet that gives addresses",
        put("network.PublicSubnetA", "MapPublicIpOnLaunch", True),
        "subnets",
    ),
    Mistake("a public balancer", put("batch.Balancer", "Scheme", "internet-facing"), "addresses"),
    Mistake("a balancer by default", drop("batch.Balancer", "Scheme"), "addresses"),
    Mistake("the balancer hears all", hears("BalancerGroup"), "groups"),
    Mistake("the balancer hears the link no more", without("groups.BalancerHearsLink"), "paths"),
    Mistake("hosts hear the balancer no more", without("groups.HostsHearBalancer"), "paths"),
    Mistake("endpoints hear hosts no more", without("groups.EndpointsHearHosts"), "paths"),
    Mistake("no database at all", absent("data.Database"), "presence"),
    Mistake("no hosts at all", absent("batch.Hosts"), "presence"),
]
