"""The resource types of AWS that MiniStack does not know, and what stands in for each.

Without this a template that names one would be refused as a whole. A test holds the list
against MiniStack itself: a type that it has learnt must go, a type that our templates use and
it does not know must come.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MissingType:
    """A type of which only a name and some attributes are kept."""

    reason: str  # what is not had here for want of it
    attributes: tuple[str, ...] = ()  # for !GetAtt; made up, and never empty


MISSING_TYPES: Mapping[str, MissingType] = {
    "AWS::ApiGatewayV2::VpcLink": MissingType(
        "API Gateway reaches the service over loopback: there is no VPC to enter.", ("VpcLinkId",)
    ),
    "AWS::CodeDeploy::Application": MissingType("An alias moves at once, never by tenths."),
    "AWS::CodeDeploy::DeploymentGroup": MissingType("As its application.", ("Id",)),
    "AWS::EC2::EIP": MissingType("No address leads here.", ("AllocationId", "PublicIp")),
    "AWS::EC2::FlowLog": MissingType("No packet passes a subnet.", ("Id",)),
    "AWS::EC2::NatGateway": MissingType("As its address.", ("NatGatewayId",)),
    "AWS::EC2::NetworkAcl": MissingType("No packet passes a subnet.", ("Id",)),
    "AWS::EC2::NetworkAclEntry": MissingType("As its list.", ("Id",)),
    "AWS::EC2::SecurityGroupEgress": MissingType("Nobody is kept from where it does not lead."),
    # Its rule is written into its group, so that whoever describes the group sees it.
    "AWS::EC2::SecurityGroupIngress": MissingType("Nothing is kept from whom it does not name."),
    "AWS::EC2::SubnetNetworkAclAssociation": MissingType("As its list.", ("AssociationId",)),
    "AWS::Events::Archive": MissingType("Events cannot be replayed.", ("Arn", "ArchiveName")),
    "AWS::RDS::DBProxy": MissingType(
        "Nothing is between a program and its database.", ("DBProxyArn", "Endpoint")
    ),
    "AWS::RDS::DBProxyTargetGroup": MissingType("As its proxy.", ("TargetGroupArn",)),
    "AWS::WAFv2::LoggingConfiguration": MissingType("As its association."),
    "AWS::WAFv2::WebACLAssociation": MissingType("Requests pass no firewall."),
    "AWS::XRay::Group": MissingType("There is no X-Ray to look at.", ("GroupARN",)),
    "AWS::XRay::SamplingRule": MissingType("There is no X-Ray to sample for.", ("RuleARN",)),
}

# Attributes that a type has on AWS and lacks here, each with what is not had for want of it.
MISSING_ATTRIBUTES: Mapping[str, Mapping[str, str]] = {
    "AWS::RDS::DBInstance": {
        "MasterUserSecret.SecretArn": "The database is no stand-in's: nobody keeps its password."
    },
}
