"""What was built in the stand-in, found by its names in the templates."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.infra_cfn.network_stand_in import NetworkStandIn


@dataclass
class Account:
    """What was built, found by its names in the templates."""

    aws: NetworkStandIn

    @property
    def ec2(self) -> Any:
        return self.aws.client("ec2")

    @property
    def rds(self) -> Any:
        return self.aws.client("rds")

    @cached_property
    def vpc(self) -> str:
        named = [{"Name": "tag:Name", "Values": ["student-cloud-production"]}]
        return str(self.ec2.describe_vpcs(Filters=named)["Vpcs"][0]["VpcId"])

    def group(self, name: str) -> str:
        named = [{"Name": "group-name", "Values": [name]}]
        groups = self.ec2.describe_security_groups(Filters=named)["SecurityGroups"]
        return str(groups[0]["GroupId"])

    def subnet(self, name: str) -> str:
        named = [{"Name": "tag:Name", "Values": [name]}]
        return str(self.ec2.describe_subnets(Filters=named)["Subnets"][0]["SubnetId"])

    def table(self, subnet: str) -> dict[str, Any]:
        behind = [{"Name": "association.subnet-id", "Values": [self.subnet(subnet)]}]
        return dict(self.ec2.describe_route_tables(Filters=behind)["RouteTables"][0])

    def access_list(self, subnet: str) -> dict[str, Any]:
        behind = [{"Name": "association.subnet-id", "Values": [self.subnet(subnet)]}]
        return dict(self.ec2.describe_network_acls(Filters=behind)["NetworkAcls"][0])

    @property
    def gateway(self) -> str:
        gateways = self.ec2.describe_internet_gateways()["InternetGateways"]
        return str(gateways[0]["InternetGatewayId"])

    @property
    def host(self) -> str:
        return str(self.ec2.describe_instances()["Reservations"][0]["Instances"][0]["InstanceId"])
