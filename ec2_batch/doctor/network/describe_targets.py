"""What has an address in the network that AWS describes."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from ec2_batch.doctor.network.network import API_FUNCTION, Target

ClientOf = Callable[[Literal["apigatewayv2", "ec2", "elbv2", "lambda", "rds"]], Any]
Found = Mapping[str, Any]  # one thing, as AWS describes it
PROXY_PORT = 5432  # of every proxy before a PostgreSQL
GONE = frozenset({"terminated", "shutting-down"})


def read_targets(client: ClientOf, name: str, vpc: str) -> Iterator[Target]:
    """Yield everything in a VPC that has an address.

    Interfaces come last, whosever they are: what is not known here cannot hide there.
    """
    yield from _databases(client("rds"), vpc)
    yield from _proxies(client("rds"), vpc)
    yield from _functions(client("lambda"), name, vpc)
    yield from _balancers(client("elbv2"), vpc)
    yield from _links(client("apigatewayv2"), name)
    port = next((g["Port"] for g in _service_ports(client("elbv2"), vpc)), None)
    inside = [{"Name": "vpc-id", "Values": [vpc]}]
    ec2 = client("ec2")
    for page in ec2.get_paginator("describe_instances").paginate(Filters=inside):
        for reservation in page["Reservations"]:
            yield from (_host(i, name, port) for i in reservation["Instances"] if _there(i))
    for page in ec2.get_paginator("describe_vpc_endpoints").paginate(Filters=inside):
        # Those of routes alone, as S3's, have no address.
        yield from (_endpoint(e) for e in page["VpcEndpoints"] if e.get("SubnetIds"))
    for page in ec2.get_paginator("describe_network_interfaces").paginate(Filters=inside):
        yield from (_interface(i) for i in page["NetworkInterfaces"] if i["VpcId"] == vpc)


def _databases(rds: Any, vpc: str) -> Iterator[Target]:
    for page in rds.get_paginator("describe_db_instances").paginate():
        for found in page["DBInstances"]:
            subnets = found.get("DBSubnetGroup", {})
            if subnets.get("VpcId") == vpc:
                yield Target(
                    found["DBInstanceIdentifier"],
                    "database",
                    frozenset(s["SubnetIdentifier"] for s in subnets["Subnets"]),
                    frozenset(g["VpcSecurityGroupId"] for g in found["VpcSecurityGroups"]),
                    bool(found["PubliclyAccessible"]),
                    int(found["Endpoint"]["Port"]),
                )


def _proxies(rds: Any, vpc: str) -> Iterator[Target]:
    for page in rds.get_paginator("describe_db_proxies").paginate():
        for found in (p for p in page["DBProxies"] if p["VpcId"] == vpc):
            yield Target(
                found["DBProxyName"],
                "proxy",
                frozenset(found["VpcSubnetIds"]),
                frozenset(found["VpcSecurityGroupIds"]),
                public_address=False,  # RDS gives them none
                port=PROXY_PORT,
            )


def _functions(functions: Any, name: str, vpc: str) -> Iterator[Target]:
    for page in functions.get_paginator("list_functions").paginate():
        for found in page["Functions"]:
            inside = found.get("VpcConfig", {})
            ours = found["FunctionName"] == f"{name}{API_FUNCTION}"
            if ours or inside.get("VpcId") == vpc:
                yield Target(
                    found["FunctionName"],
                    "function" if ours else "other function",
                    frozenset(inside.get("SubnetIds", [])),
                    frozenset(inside.get("SecurityGroupIds", [])),
                    public_address=False,
                )


def _balancers(elb: Any, vpc: str) -> Iterator[Target]:
    for page in elb.get_paginator("describe_load_balancers").paginate():
        for found in (b for b in page["LoadBalancers"] if b.get("VpcId") == vpc):
            arn = found["LoadBalancerArn"]
            for listener in elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]:
                yield Target(
                    found["LoadBalancerName"],
                    "balancer",
                    frozenset(z["SubnetId"] for z in found["AvailabilityZones"]),
                    frozenset(found.get("SecurityGroups", [])),
                    found["Scheme"] != "internal",
                    int(listener["Port"]),
                )


def _service_ports(elb: Any, vpc: str) -> Iterator[Found]:
    for page in elb.get_paginator("describe_target_groups").paginate():
        yield from (g for g in page["TargetGroups"] if g.get("VpcId") == vpc)


def _links(gateway: Any, name: str) -> Iterator[Target]:
    for found in gateway.get_vpc_links()["Items"]:
        if found["Name"] == name:
            subnets = frozenset(found["SubnetIds"])
            groups = frozenset(found["SecurityGroupIds"])
            yield Target(found["Name"], "link", subnets, groups, public_address=False)


def _there(found: Found) -> bool:
    return found["State"]["Name"] not in GONE


def _host(found: Found, name: str, port: int | None) -> Target:
    tags = {tag["Key"]: tag["Value"] for tag in found.get("Tags", [])}
    kind = "host" if tags.get("Name") == f"{name}-batch" else "instance"
    interfaces = found["NetworkInterfaces"]
    return Target(
        found["InstanceId"],
        kind,
        frozenset(i["SubnetId"] for i in interfaces),
        frozenset(g["GroupId"] for i in interfaces for g in i["Groups"]),
        bool(found.get("PublicIpAddress")) or any(map(_public, interfaces)),
        port if kind == "host" else None,
    )


def _endpoint(found: Found) -> Target:
    return Target(
        found["ServiceName"],
        "endpoint",
        frozenset(found["SubnetIds"]),
        frozenset(g["GroupId"] for g in found["Groups"]),
        False,
        443,
    )


def _interface(found: Found) -> Target:
    return Target(
        found.get("Description") or found["NetworkInterfaceId"],
        "interface",
        frozenset({found["SubnetId"]}),
        frozenset(g["GroupId"] for g in found["Groups"]),
        _public(found),
    )


def _public(interface: Found) -> bool:
    return bool(interface.get("Association", {}).get("PublicIp") or interface.get("Ipv6Addresses"))
