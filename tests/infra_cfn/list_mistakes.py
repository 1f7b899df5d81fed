"""Mistakes that somebody could make in the access lists of data subnets."""

from typing import Any

from tests.infra_cfn.network_mistakes import Mistake, Templates, add, put, without

LIST, ANYWHERE = {"!Ref": "DataList"}, "0.0.0.0/0"
HEARS, ANSWERS = "network.DataHearsAppA", "network.DataAnswersAppA"
BEFORE_ALL, AFTER_ALL = 10, 900  # the first line that fits decides


def line(number: int, block: str, first: int, last: int, **other: Any) -> Any:
    given = {
        "NetworkAclId": LIST,
        "RuleNumber": number,
        "RuleAction": "allow",
        "Protocol": 6,
        "PortRange": {"From": first, "To": last},
        "CidrBlock": block,
        **other,
    }
    return lambda templates: add(templates, "AWS::EC2::NetworkAclEntry", **given)


def closed(templates: Templates) -> None:
    """A list for a data subnet without a line that allows anything."""
    add(templates, "AWS::EC2::NetworkAcl", VpcId={"!Ref": "Vpc"})
    name = list(templates["network"]["Resources"])[-1]
    put("network.DataListOfA", "NetworkAclId", {"!Ref": name})(templates)


LIST_MISTAKES = [
    Mistake("a closed list", closed, "paths"),
    Mistake("AWS's own list", without("network.DataListOfB"), "database list"),
    Mistake("the list hears the world", put(HEARS, "CidrBlock", ANYWHERE), "database list"),
    Mistake(
        "the list hears public subnets",
        line(AFTER_ALL, "10.20.0.0/20", 5432, 5432),
        "database list",
    ),
    Mistake("the list hears a shell", line(AFTER_ALL, "10.20.32.0/20", 22, 22), "database list"),
    Mistake(
        "the list hears every port",
        put(HEARS, "PortRange", {"From": 0, "To": 65535}),
        "database list",
    ),
    Mistake("the list hears every protocol", put(HEARS, "Protocol", -1), "database list"),
    Mistake(
        "the list hears IPv6",
        line(AFTER_ALL, "", 5432, 5432, CidrBlock=None, Ipv6CidrBlock="::/0"),
        "database list",
    ),
    Mistake("the list lets out to the world", put(ANSWERS, "CidrBlock", ANYWHERE), "database list"),
    Mistake(
        "the list lets out to HTTPS",
        line(AFTER_ALL, "10.20.32.0/20", 443, 443, Egress=True),
        "database list",
    ),
    Mistake(
        "the list answers at low ports alone",
        put(ANSWERS, "PortRange", {"From": 1024, "To": 32767}),
        "paths",
    ),
    Mistake("the list answers nobody in a zone", without("network.DataAnswersAppB"), "paths"),
    Mistake("the list hears nobody in a zone", without("network.DataHearsAppB"), "paths"),
    Mistake("the list hears half a subnet", put(HEARS, "CidrBlock", "10.20.32.0/21"), "paths"),
    Mistake(
        "the list turns away before it lets in",
        line(BEFORE_ALL, "10.20.32.0/20", 5432, 5432, RuleAction="deny"),
        "paths",
    ),
    Mistake(
        "the list hears another port", put(HEARS, "PortRange", {"From": 5433, "To": 5433}), "paths"
    ),
]
