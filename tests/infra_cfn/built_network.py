"""A network built for real, call by call, in a stand-in for AWS, as wired stacks describe it."""

import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from infra_cfn.wiring.resource import Resource

ClientOf = Callable[[str], Any]
# Type: service, operation, which properties it takes, and where the answer has the id.
CREATED = {
    "AWS::EC2::VPC": ("ec2", "create_vpc", "CidrBlock", "Vpc.VpcId"),
    "AWS::EC2::InternetGateway": (
        "ec2",
        "create_internet_gateway",
        "",
        "InternetGateway.InternetGatewayId",
    ),
    "AWS::EC2::VPCGatewayAttachment": (
        "ec2",
        "attach_internet_gateway",
        "VpcId InternetGatewayId",
        "",
    ),
    "AWS::EC2::Subnet": (
        "ec2",
        "create_subnet",
        "VpcId CidrBlock AvailabilityZone",
        "Subnet.SubnetId",
    ),
    "AWS::EC2::RouteTable": ("ec2", "create_route_table", "VpcId", "RouteTable.RouteTableId"),
    "AWS::EC2::SubnetRouteTableAssociation": (
        "ec2",
        "associate_route_table",
        "SubnetId RouteTableId",
        "",
    ),
    "AWS::EC2::Route": (
        "ec2",
        "create_route",
        "RouteTableId DestinationCidrBlock DestinationIpv6CidrBlock GatewayId",
        "",
    ),
    "AWS::EC2::NetworkAcl": ("ec2", "create_network_acl", "VpcId", "NetworkAcl.NetworkAclId"),
    "AWS::EC2::NetworkAclEntry": (
        "ec2",
        "create_network_acl_entry",
        "NetworkAclId RuleNumber RuleAction PortRange CidrBlock",
        "",
    ),
    "AWS::EC2::SecurityGroup": ("ec2", "create_security_group", "VpcId", "GroupId"),
    "AWS::EC2::VPCEndpoint": (
        "ec2",
        "create_vpc_endpoint",
        "VpcId ServiceName VpcEndpointType RouteTableIds SubnetIds SecurityGroupIds",
        "VpcEndpoint.VpcEndpointId",
    ),
    "AWS::RDS::DBSubnetGroup": (
        "rds",
        "create_db_subnet_group",
        "SubnetIds DBSubnetGroupDescription",
        "DBSubnetGroup.DBSubnetGroupName",
    ),
    "AWS::RDS::DBInstance": (
        "rds",
        "create_db_instance",
        "DBInstanceIdentifier Engine DBInstanceClass AllocatedStorage DBSubnetGroupName"
        " PubliclyAccessible",
        "",
    ),
    "AWS::RDS::DBProxy": (
        "rds",
        "create_db_proxy",
        "DBProxyName EngineFamily RoleArn VpcSubnetIds VpcSecurityGroupIds",
        "",
    ),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (
        "elbv2",
        "create_load_balancer",
        "Scheme Subnets SecurityGroups",
        "LoadBalancers.0.LoadBalancerArn",
    ),
    "AWS::ElasticLoadBalancingV2::TargetGroup": (
        "elbv2",
        "create_target_group",
        "VpcId Port Protocol TargetType",
        "TargetGroups.0.TargetGroupArn",
    ),
    "AWS::ElasticLoadBalancingV2::Listener": (
        "elbv2",
        "create_listener",
        "LoadBalancerArn Port Protocol DefaultActions",
        "",
    ),
    "AWS::ApiGatewayV2::VpcLink": (
        "apigatewayv2",
        "create_vpc_link",
        "Name SubnetIds SecurityGroupIds",
        "",
    ),
    "AWS::Lambda::Function": (
        "lambda",
        "create_function",
        "FunctionName Runtime Handler VpcConfig",
        "",
    ),
}
ALWAYS_BESIDES: dict[str, dict[str, Any]] = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": {"Name": "balancer"},
    "AWS::ElasticLoadBalancingV2::TargetGroup": {"Name": "service"},
    # The stand-in knows no default scheme.
    "AWS::RDS::DBProxy": {"Auth": [{"IAMAuth": "REQUIRED"}]},
}
PEERS = {
    "CidrIp": ("IpRanges", "CidrIp"),
    "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "SourceSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    "DestinationSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    "SourcePrefixListId": ("PrefixListIds", "PrefixListId"),
    "DestinationPrefixListId": ("PrefixListIds", "PrefixListId"),
}


def build(resources: Iterable[Resource], client: ClientOf) -> None:
    """Make everything that the network is of."""
    made = _Builder(list(resources), client)
    for kind in CREATED:
        for resource in made.of(kind):
            made.create(resource)
    for resource in made.of("AWS::EC2::Subnet"):
        made.give_addresses(resource)
    for resource in made.of("AWS::EC2::SubnetNetworkAclAssociation"):
        made.replace_list(resource.properties)
    for resource in made.of("AWS::EC2::SecurityGroup"):
        made.let_out(resource.reference, resource.properties.get("SecurityGroupEgress", []))
        made.let_in(resource.reference, resource.properties.get("SecurityGroupIngress", []))
    for resource in made.of("AWS::EC2::SecurityGroupIngress"):
        made.let_in(resource.properties["GroupId"], [resource.properties])
    for resource in made.of("AWS::EC2::SecurityGroupEgress"):
        made.let_out_besides(resource.properties)
    for resource in made.of("AWS::AutoScaling::AutoScalingGroup"):
        made.launch(resource)


class _Builder:
    def __init__(self, resources: list[Resource], client: ClientOf) -> None:
        self._resources = resources
        self._client = client
        self._ids: dict[str, str] = {}

    def of(self, kind: str) -> list[Resource]:
        return [r for r in self._resources if r.kind == kind]

    def create(self, resource: Resource) -> None:
        service, operation, keys, where = CREATED[resource.kind]
        given = {k: v for k, v in resource.properties.items() if k in keys.split()}
        made = getattr(self._client(service), operation)(
            **self.real(given), **self.real(_besides(resource))
        )
        for step in where.split(".") if where else []:
            made = made[int(step)] if step.isdigit() else made[step]
        if where:
            self._ids[resource.reference] = str(made)

    def give_addresses(self, resource: Resource) -> None:
        if resource.properties.get("MapPublicIpOnLaunch"):
            self._client("ec2").modify_subnet_attribute(
                SubnetId=self.real(resource.reference), MapPublicIpOnLaunch={"Value": True}
            )

    def replace_list(self, given: dict[str, Any]) -> None:
        ec2, subnet = self._client("ec2"), self.real(given["SubnetId"])
        for found in ec2.describe_network_acls()["NetworkAcls"]:
            for association in found["Associations"]:
                if association["SubnetId"] == subnet:
                    ec2.replace_network_acl_association(
                        AssociationId=association["NetworkAclAssociationId"],
                        NetworkAclId=self.real(given["NetworkAclId"]),
                    )

    def let_out(self, named: str, rules: list[dict[str, Any]]) -> None:
        """Put rules in the place of AWS's own, which lets everything out."""
        if rules:
            ec2, group = self._client("ec2"), self.real(named)
            every = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
            ec2.revoke_security_group_egress(GroupId=group, IpPermissions=every)
            permissions = list(map(self._permission, rules))
            ec2.authorize_security_group_egress(GroupId=group, IpPermissions=permissions)

    def let_out_besides(self, rule: dict[str, Any]) -> None:
        self._client("ec2").authorize_security_group_egress(
            GroupId=self.real(rule["GroupId"]), IpPermissions=[self._permission(rule)]
        )

    def let_in(self, group: str, rules: list[dict[str, Any]]) -> None:
        for rule in rules:
            self._client("ec2").authorize_security_group_ingress(
                GroupId=self.real(group), IpPermissions=[self._permission(rule)]
            )

    def launch(self, resource: Resource) -> None:
        """Start a host in each subnet of the group."""
        given = resource.properties
        named = given["LaunchTemplate"]["LaunchTemplateId"]
        template = next(r for r in self._resources if r.reference == named)
        interface = template.properties["LaunchTemplateData"]["NetworkInterfaces"][0]
        tags = [{k: v for k, v in t.items() if k != "PropagateAtLaunch"} for t in given["Tags"]]
        for subnet in given["VPCZoneIdentifier"]:
            self._client("ec2").run_instances(
                MinCount=1,
                MaxCount=1,
                ImageId="ami-12c6146b",
                NetworkInterfaces=[self.real({**interface, "SubnetId": subnet})],
                TagSpecifications=[{"ResourceType": "instance", "Tags": tags}],
            )

    def real(self, value: Any) -> Any:
        """Return a value with the ids that the stand-in gave."""
        if isinstance(value, dict):
            return {k: self.real(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.real(v) for v in value]
        return self._ids.get(value, value) if isinstance(value, str) else value

    def _permission(self, rule: dict[str, Any]) -> dict[str, Any]:
        key = next(k for k in PEERS if k in rule)
        peers, name = PEERS[key]
        ports = {k: rule[k] for k in ("FromPort", "ToPort") if rule["IpProtocol"] != "-1"}
        return {
            "IpProtocol": rule["IpProtocol"],
            **ports,
            peers: [{name: self.real(rule[key])}],
        }


def _besides(resource: Resource) -> dict[str, Any]:
    """Return what a call wants that a template does not say, or says otherwise."""
    tags = {"Tags": [{"Key": "Name", "Value": resource.logical_id}]}
    match resource.kind:
        case "AWS::EC2::VPC":
            tagged = {"ResourceType": "vpc", "Tags": resource.properties["Tags"]}
            return {"TagSpecifications": [tagged]}
        case "AWS::EC2::Subnet":
            return {"TagSpecifications": [{"ResourceType": "subnet", **tags}]}
        case "AWS::EC2::NetworkAclEntry":
            given = resource.properties
            return {"Egress": given.get("Egress", False), "Protocol": str(given["Protocol"])}
        case "AWS::EC2::SecurityGroup":
            return {"GroupName": resource.logical_id, "Description": resource.logical_id}
        case "AWS::RDS::DBSubnetGroup":
            return {"DBSubnetGroupName": resource.name}
        case "AWS::RDS::DBInstance":
            groups = resource.properties["VPCSecurityGroups"]
            signs_in = {"MasterUsername": "admin_of_all", "ManageMasterUserPassword": True}
            return {"VpcSecurityGroupIds": groups, **signs_in}
        case "AWS::Lambda::Function":
            return {"Role": "arn:aws:iam::123456789012:role/function", "Code": {"ZipFile": _zip()}}
    return ALWAYS_BESIDES.get(resource.kind, {})


def _zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("function.py", "")
    return packed.getvalue()
