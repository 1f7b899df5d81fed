"""What has an address in the network that the templates would make."""

from collections.abc import Callable, Iterator

from ec2_batch.doctor.network.network import API_FUNCTION, Subnet, Target
from infra_cfn.wiring.resource import Resource
from infra_cfn.wiring.stack_resources import Made

Subnets = dict[str, Subnet]


def _database(made: Made, resource: Resource, subnets: Subnets) -> Iterator[Target]:
    given = resource.properties
    group = given.get("DBSubnetGroupName")
    among = made.referred(group).properties["SubnetIds"] if group else []
    public = bool(given.get("PubliclyAccessible", False))
    groups = frozenset(given.get("VPCSecurityGroups", []))
    yield Target(resource.name, "database", frozenset(among), groups, public, 5432)


def _proxy(made: Made, resource: Resource, subnets: Subnets) -> Iterator[Target]:
    given = resource.properties
    among, groups = frozenset(given["VpcSubnetIds"]), frozenset(given["VpcSecurityGroupIds"])
    yield Target(resource.name, "proxy", among, groups, public_address=False, port=5432)


def _function(made: Made, resource: Resource, subnets: Subnets) -> Iterator[Target]:
    inside = resource.properties.get("VpcConfig", {})
    groups = frozenset(inside.get("SecurityGroupIds", []))
    among = frozenset(inside.get("SubnetIds", []))
    kind = "function" if resource.name.endswith(API_FUNCTION) else "other function"
    yield Target(resource.name, kind, among, groups, public_address=False)


def _hosts(made: Made, resource: Resource, subnets: Subnets) -> Iterator[Target]:
    given = resource.properties
    among = frozenset(given["VPCZoneIdentifier"])
    template = made.referred(given["LaunchTemplate"]["LaunchTemplateId"])
    data = template.properties["LaunchTemplateData"]
    gives = any(subnets[name].gives_public_addresses for name in among if name in subnets)
    for interface in data.get("NetworkInterfaces", [{}]):
        public = bool(interface.get("AssociatePublicIpAddress", gives))
        groups = interface.get("Groups", data.get("SecurityGroupIds", []))
        port = made.of("AWS::ElasticLoadBalancingV2::TargetGroup")[0].properties["Port"]
        yield Target(resource.name, "host", among, frozenset(groups), public, int(port))


def _balancer(made: Made, resource: Resource, subnets: Subnets) -> Iterator[Target]:
    given = resource.properties
    among, groups = frozenset(given["Subnets"]), frozenset(given["SecurityGroups"])
    public = given.get("Scheme", "internet-facing") != "internal"
    for listener in made.of("AWS::ElasticLoadBalancingV2::Listener"):
        port = int(listener.properties["Port"])
        yield Target(resource.name, "balancer", among, groups, public, port)


def _link(made: Made, resource: Resource, subnets: Subnets) -> Iterator[Target]:
    given = resource.properties
    among, groups = frozenset(given["SubnetIds"]), frozenset(given["SecurityGroupIds"])
    yield Target(resource.name, "link", among, groups, public_address=False)


def _endpoint(made: Made, resource: Resource, subnets: Subnets) -> Iterator[Target]:
    given = resource.properties
    if given.get("VpcEndpointType") == "Interface":
        among, groups = frozenset(given["SubnetIds"]), frozenset(given["SecurityGroupIds"])
        yield Target(given["ServiceName"], "endpoint", among, groups, False, 443)


TARGETS: dict[str, Callable[[Made, Resource, Subnets], Iterator[Target]]] = {
    "AWS::RDS::DBInstance": _database,
    "AWS::RDS::DBProxy": _proxy,
    "AWS::Lambda::Function": _function,
    "AWS::AutoScaling::AutoScalingGroup": _hosts,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": _balancer,
    "AWS::ApiGatewayV2::VpcLink": _link,
    "AWS::EC2::VPCEndpoint": _endpoint,
}
