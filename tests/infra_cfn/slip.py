"""What somebody could do in the console of AWS, past all templates, and how to take it back."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from tests.infra_cfn.account import Account

DATABASE, FUNCTION = "student-cloud-production", "student-cloud-production-graphql-api"


Act = Callable[[Account], object]


@dataclass(frozen=True)
class Slip:
    """A mistake, how it is taken back, and one of the rules that it breaks."""

    name: str
    rule: str
    make: Act
    mend: Act


def permission(first: int, last: int, protocol: str = "tcp", **peer: Any) -> dict[str, Any]:
    ports = {} if protocol == "-1" else {"FromPort": first, "ToPort": last}
    return {"IpProtocol": protocol, **ports, **peer}


def addresses(block: str) -> dict[str, Any]:
    return (
        {"Ipv6Ranges": [{"CidrIpv6": block}]} if ":" in block else {"IpRanges": [{"CidrIp": block}]}
    )


def rule_added(name: str, rule: str, group: str, way: str, given: dict[str, Any]) -> Slip:
    def act(verb: str) -> Act:
        def do(account: Account) -> None:
            whole = dict(given)
            if peer := whole.pop("of", None):
                whole["UserIdGroupPairs"] = [{"GroupId": account.group(peer)}]
            call = getattr(account.ec2, f"{verb}_security_group_{way}")
            call(GroupId=account.group(group), IpPermissions=[whole])

        return do

    return Slip(name, rule, act("authorize"), act("revoke"))


def rule_removed(name: str, rule: str, group: str, way: str, given: dict[str, Any]) -> Slip:
    added = rule_added(name, rule, group, way, given)
    return Slip(name, rule, added.mend, added.make)


def route_added(name: str, rule: str, subnet: str, **way: str) -> Slip:
    block = {"DestinationCidrBlock": "0.0.0.0/0"}

    def make(account: Account) -> None:
        table = account.table(subnet)["RouteTableId"]
        given = way or {"GatewayId": account.gateway}
        account.ec2.create_route(RouteTableId=table, **block, **given)

    def mend(account: Account) -> None:
        account.ec2.delete_route(RouteTableId=account.table(subnet)["RouteTableId"], **block)

    return Slip(name, rule, make, mend)


def database(name: str, rule: str, change: Callable[[Account], dict[str, Any]], back: Any) -> Slip:
    def act(given: Callable[[Account], dict[str, Any]]) -> Act:
        return lambda account: account.rds.modify_db_instance(
            DBInstanceIdentifier=DATABASE, ApplyImmediately=True, **given(account)
        )

    return Slip(name, rule, act(change), act(back))


def subnet_on(table_of: str) -> Act:
    """Put a data subnet behind another subnet's routes."""

    def act(account: Account) -> None:
        subnet = account.subnet("DataSubnetA")
        here = account.table("DataSubnetA")["Associations"]
        association = next(a for a in here if a.get("SubnetId") == subnet)
        account.ec2.replace_route_table_association(
            AssociationId=association["RouteTableAssociationId"],
            RouteTableId=account.table(table_of)["RouteTableId"],
        )

    return act


def gives_addresses(value: bool) -> Act:
    return lambda account: account.ec2.modify_subnet_attribute(
        SubnetId=account.subnet("AppSubnetA"), MapPublicIpOnLaunch={"Value": value}
    )


def give_public_address(account: Account) -> None:
    address = account.ec2.allocate_address(Domain="vpc")
    account.ec2.associate_address(AllocationId=address["AllocationId"], InstanceId=account.host)


def take_public_address(account: Account) -> None:
    for address in account.ec2.describe_addresses()["Addresses"]:
        with suppress(ClientError):  # of a gateway
            account.ec2.disassociate_address(AssociationId=address["AssociationId"])
            account.ec2.release_address(AllocationId=address["AllocationId"])


def open_instance(account: Account) -> None:
    """Somebody's bastion: a public subnet, a public address, and a group that hears all."""
    group = account.ec2.create_security_group(
        GroupName="bastion", Description="bastion", VpcId=account.vpc
    )["GroupId"]
    account.ec2.authorize_security_group_ingress(
        GroupId=group, IpPermissions=[permission(443, 443, **addresses("0.0.0.0/0"))]
    )
    interface = {
        "DeviceIndex": 0,
        "SubnetId": account.subnet("PublicSubnetA"),
        "AssociatePublicIpAddress": True,
        "Groups": [group],
    }
    account.ec2.run_instances(
        MinCount=1,
        MaxCount=1,
        ImageId="ami-12c6146b",
        NetworkInterfaces=[interface],
        TagSpecifications=[
            {"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "bastion"}]}
        ],
    )


def end_instance(account: Account) -> None:
    group = account.group("bastion")
    named = [{"Name": "tag:Name", "Values": ["bastion"]}]
    found = account.ec2.describe_instances(Filters=named)["Reservations"]
    account.ec2.terminate_instances(InstanceIds=[found[0]["Instances"][0]["InstanceId"]])
    account.ec2.delete_security_group(GroupId=group)


def public_balancer(account: Account) -> None:
    elb = account.aws.client("elbv2")
    made = elb.create_load_balancer(
        Name="second",
        Scheme="internet-facing",
        Subnets=[account.subnet("PublicSubnetA"), account.subnet("PublicSubnetB")],
        SecurityGroups=[account.group("BalancerGroup")],
    )["LoadBalancers"][0]["LoadBalancerArn"]
    service = elb.describe_target_groups()["TargetGroups"][0]["TargetGroupArn"]
    forward = [{"Type": "forward", "TargetGroupArn": service}]
    elb.create_listener(LoadBalancerArn=made, Port=80, Protocol="HTTP", DefaultActions=forward)


def no_public_balancer(account: Account) -> None:
    elb = account.aws.client("elbv2")
    second = elb.describe_load_balancers(Names=["second"])["LoadBalancers"][0]
    elb.delete_load_balancer(LoadBalancerArn=second["LoadBalancerArn"])


def function_in(*subnets: str) -> Act:
    return lambda account: account.aws.client("lambda").update_function_configuration(
        FunctionName=FUNCTION,
        VpcConfig={
            "SubnetIds": [account.subnet(name) for name in subnets],
            "SecurityGroupIds": [account.group("FunctionGroup")] if subnets else [],
        },
    )


def tagged(name: str) -> Act:
    return lambda account: account.ec2.create_tags(
        Resources=[account.vpc], Tags=[{"Key": "Name", "Value": name}]
    )
