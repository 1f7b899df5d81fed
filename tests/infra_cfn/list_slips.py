"""What somebody could do in the console of AWS to the access lists of data subnets."""

from typing import Any

from tests.infra_cfn.account import Account
from tests.infra_cfn.slip import Act, Slip

APP_A, ANYWHERE = "10.20.32.0/20", "0.0.0.0/0"


def line_added(name: str, rule: str, number: int, block: str, **other: Any) -> Slip:
    """A line more: by default one that lets in everything."""
    egress = other.pop("Egress", False)
    given = {"Protocol": "-1", "RuleAction": "allow", **other}

    def make(account: Account) -> None:
        which = account.access_list("DataSubnetA")["NetworkAclId"]
        account.ec2.create_network_acl_entry(
            NetworkAclId=which, RuleNumber=number, Egress=egress, CidrBlock=block, **given
        )

    def mend(account: Account) -> None:
        which = account.access_list("DataSubnetA")["NetworkAclId"]
        account.ec2.delete_network_acl_entry(NetworkAclId=which, RuleNumber=number, Egress=egress)

    return Slip(name, rule, make, mend)


def list_of(other: str) -> Act:
    """Put a data subnet behind another subnet's list."""

    def act(account: Account) -> None:
        subnet = account.subnet("DataSubnetA")
        here = account.access_list("DataSubnetA")["Associations"]
        association = next(a for a in here if a["SubnetId"] == subnet)
        account.ec2.replace_network_acl_association(
            AssociationId=association["NetworkAclAssociationId"],
            NetworkAclId=account.access_list(other)["NetworkAclId"],
        )

    return act


LIST_SLIPS = [
    Slip("AWS's own list", "database list", list_of("PublicSubnetA"), list_of("DataSubnetB")),
    line_added("the list hears the world", "database list", 900, ANYWHERE),
    line_added("the list lets out to the world", "database list", 900, ANYWHERE, Egress=True),
    line_added("the list turns away before it lets in", "paths", 10, APP_A, RuleAction="deny"),
    line_added("the list turns answers away", "paths", 10, APP_A, RuleAction="deny", Egress=True),
]
