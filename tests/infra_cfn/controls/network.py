"""Controls of the network that the network's own rules do not look at."""

from collections.abc import Iterator
from ipaddress import ip_network
from itertools import combinations

from tests.infra_cfn.controls.estate import Estate, control
from tests.infra_cfn.controls.host import endpoints, ingress

SUBNET, ROUTE = "AWS::EC2::Subnet", "AWS::EC2::Route"


@control("network")
def no_two_subnets_share_an_address(estate: Estate) -> Iterator[str]:
    for one, other in combinations(estate.of(SUBNET), 2):
        first, second = (ip_network(s.properties["CidrBlock"]) for s in (one, other))
        if first.overlaps(second):
            yield f"{one.logical_id} and {other.logical_id}"


@control("network")
def each_kind_of_subnet_is_in_two_zones(estate: Estate) -> Iterator[str]:
    zones: dict[str, set[str]] = {}
    for subnet in estate.of(SUBNET):
        kind = subnet.logical_id[:-1]
        zones.setdefault(kind, set()).add(subnet.properties["AvailabilityZone"])
    yield from (kind for kind, found in zones.items() if len(found) < 2)


@control("network")
def nothing_started_in_a_subnet_gets_a_public_address(estate: Estate) -> Iterator[str]:
    for subnet in estate.of(SUBNET):
        if subnet.properties.get("MapPublicIpOnLaunch"):
            yield subnet.logical_id


@control("network")
def who_knocks_in_vain_is_logged(estate: Estate) -> Iterator[str]:
    logged = {
        log.properties["ResourceId"]
        for log in estate.of("AWS::EC2::FlowLog")
        if log.properties["TrafficType"] in ("REJECT", "ALL")
    }
    yield from (v.logical_id for v in estate.of("AWS::EC2::VPC") if v.reference not in logged)


@control("network")
def every_rule_of_a_group_says_what_for(estate: Estate) -> Iterator[str]:
    for name, rule in ingress(estate):
        if not rule.get("Description"):
            yield name
    for group in estate.of("AWS::EC2::SecurityGroup"):
        for rule in group.properties["SecurityGroupEgress"]:
            if not rule.get("Description"):
                yield group.logical_id


@control("network")
def no_group_hears_addresses(estate: Estate) -> Iterator[str]:
    for name, rule in ingress(estate):
        if "SourceSecurityGroupId" not in rule:
            yield name


@control("network")
def no_group_hears_all_ports(estate: Estate) -> Iterator[str]:
    for name, rule in ingress(estate):
        if rule["IpProtocol"] != "tcp" or rule.get("FromPort") != rule.get("ToPort"):
            yield name


@control("network")
def no_group_speaks_by_all_protocols_to_somewhere(estate: Estate) -> Iterator[str]:
    for group in estate.of("AWS::EC2::SecurityGroup"):
        for rule in group.properties["SecurityGroupEgress"]:
            if rule["IpProtocol"] == "-1" and rule.get("CidrIp") != "127.0.0.1/32":
                yield group.logical_id


@control("network", everywhere=False)
def production_has_no_way_out_to_the_internet(estate: Estate) -> Iterator[str]:
    for route in estate.of(ROUTE):
        if route.logical_id != "PublicRouteOut":  # of subnets that nothing is in
            yield route.logical_id
    for gateway in estate.of("AWS::EC2::NatGateway"):
        yield gateway.logical_id


@control("network")
def endpoints_answer_under_awss_own_names(estate: Estate) -> Iterator[str]:
    for endpoint in endpoints(estate):
        interface = endpoint.properties.get("VpcEndpointType") == "Interface"
        if interface and endpoint.properties.get("PrivateDnsEnabled") is not True:
            yield endpoint.logical_id
    for vpc in estate.of("AWS::EC2::VPC"):
        if not (vpc.properties["EnableDnsSupport"] and vpc.properties["EnableDnsHostnames"]):
            yield vpc.logical_id


@control("network", everywhere=False)
def an_endpoint_outlives_a_zone(estate: Estate) -> Iterator[str]:
    for endpoint in endpoints(estate):
        interface = endpoint.properties.get("VpcEndpointType") == "Interface"
        if interface and len(endpoint.properties["SubnetIds"]) < 2:
            yield endpoint.logical_id


@control("network")
def files_reach_s3_without_the_internet(estate: Estate) -> Iterator[str]:
    tables = {
        table
        for endpoint in endpoints(estate)
        if endpoint.properties["ServiceName"].endswith(".s3")
        for table in endpoint.properties["RouteTableIds"]
    }
    for table in estate.of("AWS::EC2::RouteTable"):
        if table.logical_id.startswith("App") and table.reference not in tables:
            yield table.logical_id


@control("network")
def s3s_addresses_are_of_the_region_deployed_to(estate: Estate) -> Iterator[str]:
    if "Default" in estate.templates["groups"]["Parameters"]["S3PrefixListId"]:
        yield "S3PrefixListId"
