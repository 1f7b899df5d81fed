"""Mistakes that somebody could make in the console of AWS, and the rule that must see each."""

from typing import Any

from tests.infra_cfn.account import Account
from tests.infra_cfn.slip import (
    Slip,
    addresses,
    database,
    end_instance,
    function_in,
    give_public_address,
    gives_addresses,
    no_public_balancer,
    open_instance,
    permission,
    public_balancer,
    route_added,
    rule_added,
    rule_removed,
    subnet_on,
    tagged,
    take_public_address,
)

WORLD, POSTGRES = addresses("0.0.0.0/0"), (5432, 5432)


def mine(account: Account) -> dict[str, Any]:
    return {"VpcSecurityGroupIds": [account.group("DatabaseGroup")]}


SLIPS = [
    rule_added(
        "data hears the world", "groups", "DatabaseGroup", "ingress", permission(*POSTGRES, **WORLD)
    ),
    rule_added(
        "data hears the world by IPv6",
        "groups",
        "DatabaseGroup",
        "ingress",
        permission(*POSTGRES, **addresses("::/0")),
    ),
    rule_added(
        "data hears one public block",
        "groups",
        "DatabaseGroup",
        "ingress",
        permission(*POSTGRES, **addresses("8.8.8.0/24")),
    ),
    rule_added(
        "data hears the VPC",
        "database hears",
        "DatabaseGroup",
        "ingress",
        permission(*POSTGRES, **addresses("10.20.0.0/16")),
    ),
    rule_added(
        "data hears the balancer",
        "database hears",
        "DatabaseGroup",
        "ingress",
        {**permission(*POSTGRES), "of": "BalancerGroup"},
    ),
    rule_added(
        "data hears hosts at every port",
        "database hears",
        "DatabaseGroup",
        "ingress",
        {**permission(0, 0, "-1"), "of": "HostGroup"},
    ),
    rule_removed(
        "data hears the function no more",
        "paths",
        "DatabaseGroup",
        "ingress",
        {**permission(*POSTGRES), "of": "FunctionGroup"},
    ),
    rule_added(
        "data may speak to all",
        "database speaks",
        "DatabaseGroup",
        "egress",
        permission(0, 0, "-1", **WORLD),
    ),
    rule_added(
        "the function may speak to the web",
        "function",
        "FunctionGroup",
        "egress",
        permission(443, 443, **WORLD),
    ),
    rule_removed(
        "the function is mute",
        "paths",
        "FunctionGroup",
        "egress",
        {**permission(*POSTGRES), "of": "DatabaseGroup"},
    ),
    rule_added("hosts may send mail", "egress", "HostGroup", "egress", permission(25, 25, **WORLD)),
    rule_added(
        "a shell for the world", "groups", "HostGroup", "ingress", permission(22, 22, **WORLD)
    ),
    rule_added(
        "a shell for the VPC",
        "groups",
        "HostGroup",
        "ingress",
        permission(3389, 3389, **addresses("10.20.0.0/16")),
    ),
    rule_added(
        "the balancer hears the world",
        "groups",
        "BalancerGroup",
        "ingress",
        permission(443, 443, **WORLD),
    ),
    database(
        "a public database",
        "addresses",
        lambda account: {"PubliclyAccessible": True},
        lambda account: {"PubliclyAccessible": False},
    ),
    database(
        "the database among the hosts",
        "database hears",
        lambda account: {"VpcSecurityGroupIds": [account.group("HostGroup")]},
        mine,
    ),
    Slip(
        "a data subnet on the public table",
        "database routes",
        subnet_on("PublicSubnetA"),
        subnet_on("DataSubnetB"),
    ),
    route_added("data routes to the internet", "database routes", "DataSubnetA"),
    route_added(
        "data routes to another VPC",
        "database routes",
        "DataSubnetA",
        TransitGatewayId="tgw-0123456789abcdef0",
    ),
    route_added("app routes to the internet", "subnets", "AppSubnetA"),
    Slip("a subnet that gives addresses", "subnets", gives_addresses(True), gives_addresses(False)),
    Slip("a host with a public address", "addresses", give_public_address, take_public_address),
    Slip("a bastion", "internet", open_instance, end_instance),
    Slip("a public balancer", "addresses", public_balancer, no_public_balancer),
    Slip(
        "the function outside the VPC",
        "presence",
        function_in(),
        function_in("AppSubnetA", "AppSubnetB"),
    ),
    Slip("a VPC by another name", "presence", tagged("other"), tagged("student-cloud-production")),
]
