"""The network: subnets and their ways out, and which security group may reach which."""

from collections.abc import Mapping

from ec2_batch.doctor.network.network import ALL_PORTS, Group, Network, Rule, Subnet
from infra_cfn.diagrams.picture import Box, Picture, fits
from infra_cfn.wiring.network import planned_network
from infra_cfn.wiring.stack_resources import Made

TIERS = (("public", "Public"), ("private", "App"), ("private", "Data"))
WIDTH, HEIGHT = 224, 88
# Where each group is drawn; one that is not known gets a place of its own below.
PLACES = {
    "LinkGroup": Box(716, 132, WIDTH, HEIGHT),
    "BalancerGroup": Box(716, 284, WIDTH, HEIGHT),
    "HostGroup": Box(716, 436, WIDTH, HEIGHT),
    "EndpointGroup": Box(1024, 436, WIDTH, HEIGHT),
    "DatabaseGroup": Box(716, 588, WIDTH, HEIGHT),
    "FunctionGroup": Box(1024, 588, WIDTH, HEIGHT),
}
OUTSIDE = Box(1024, 284, WIDTH, HEIGHT)
WAYS = {"internetgateway": "the internet", "s3endpoint": "S3's endpoint", "nat": "a NAT gateway"}
KINDS = {"function": "compute", "host": "compute", "database": "database"}


def draw_network(made: Made) -> str:
    """Return the network's flows."""
    network = planned_network(made)
    picture = Picture("Student Cloud: network flow", 1280, 736)
    cidr = made.of("AWS::EC2::VPC")[0].properties["CidrBlock"]
    picture.group("vpc", f"VPC {cidr}", Box(24, 56, 620, 656))
    zones = sorted({subnet.zone for subnet in network.subnets.values()})
    for number, zone in enumerate(zones):
        picture.group("zone", f"Zone {zone[-1]}", Box(44 + 294 * number, 88, 286, 604))
    for subnet in network.subnets.values():
        _subnet(picture, network, subnet, zones.index(subnet.zone))
    picture.group(
        "vpc", "Security groups: who may reach whom, at which port", Box(668, 56, 594, 656)
    )
    _internet(picture, network)
    _groups(picture, network)
    return picture.svg()


def _subnet(picture: Picture, network: Network, subnet: Subnet, column: int) -> None:
    row = next(n for n, (_, word) in enumerate(TIERS) if subnet.name.startswith(word))
    at = Box(60 + 294 * column, 124 + 190 * row, 254, 172)
    picture.group(TIERS[row][0], f"{subnet.name}  {subnet.block}", at)
    key = next(key for key, known in network.subnets.items() if known is subnet)
    inside = sorted({_who(t.kind) for t in network.targets if key in t.subnets})
    for number, words in enumerate(inside or ["nothing of ours"]):
        picture.words(at.x + 16, at.y + 46 + 18 * number, words, "line")
    ways = sorted({_way(r.way) for r in subnet.routes if r.way != "local"})
    routes = f"Routes: {', '.join(['the VPC', *ways])}"
    picture.words(at.x + 16, at.y + at.height - 14, fits(routes, 240), "strong")
    if ports := _listed(subnet):
        picture.words(at.x + 16, at.y + at.height - 32, f"List: in at {ports} alone", "strong")


def _listed(subnet: Subnet) -> str:
    """Return the ports that a subnet's list lets in; nothing for AWS's own, which lets in all."""
    heard = {entry.ports for entry in subnet.entries if entry.allow and not entry.egress}
    return "" if ALL_PORTS in heard else ", ".join(str(first) for first, _last in sorted(heard))


def _who(kind: str) -> str:
    return {
        "function": "the function of the API",
        "other function": "other functions",
        "host": "batch hosts",
        "database": "the database",
        "proxy": "the proxy before it",
        "balancer": "the internal balancer",
        "link": "API Gateway's link",
        "endpoint": "endpoints of AWS's APIs",
    }[kind]


def _way(way: str) -> str:
    return next((words for word, words in WAYS.items() if word in way), way)


def _internet(picture: Picture, network: Network) -> None:
    lines = [
        "calls API Gateway, which reaches",
        "the link from AWS's own network:",
        "no group below hears it",
    ]
    picture.box("people", "The internet", lines, Box(1024, 132, WIDTH, HEIGHT))
    picture.arrow([(1024, 176), PLACES["LinkGroup"].right()], "HTTPS", (982, 170))


def _groups(picture: Picture, network: Network) -> None:
    places = dict(PLACES)
    for group in network.groups.values():
        beyond = sum(1 for name in places if name not in PLACES)
        places.setdefault(group.name, Box(716 + 308 * (beyond % 2), 690, WIDTH, HEIGHT))
    for key, group in network.groups.items():
        kinds = sorted({t.kind for t in network.targets if key in t.groups})
        lines = [_who(kind) for kind in kinds[:2]] or ["nobody"]
        kind = next((KINDS[k] for k in kinds if k in KINDS), "network")
        picture.box(kind, group.name, [*lines, _egress(network, group)], places[group.name])
    for group in network.groups.values():
        for source, rules in _heard(network, group).items():
            ports = ", ".join(str(rule.ports[0]) for rule in rules)
            _arrow(picture, places[source], places[group.name], ports)


def _heard(network: Network, group: Group) -> Mapping[str, list[Rule]]:
    """Return the rules of what a group hears, by the name of whom."""
    found: dict[str, list[Rule]] = {}
    for rule in sorted(group.ingress, key=lambda rule: (rule.ports, rule.peer)):
        found.setdefault(network.groups[rule.peer].name, []).append(rule)
    return found


def _egress(network: Network, group: Group) -> str:
    beyond = [rule for rule in group.egress if rule.peer not in network.groups]
    lists = [rule for rule in beyond if "/" not in rule.peer]
    world = [rule for rule in beyond if rule.peer == "0.0.0.0/0"]
    words = ["S3"] * bool(lists) + ["the internet"] * bool(world)
    if words:
        return f"and out to {' and '.join(words)} at 443"
    spoken = sorted({network.groups[r.peer].name for r in group.egress if r.peer in network.groups})
    return f"speaks to {', '.join(spoken)} alone" if spoken else "and no way out"


def _arrow(picture: Picture, source: Box, target: Box, ports: str) -> None:
    if source.x == target.x:
        start, end = source.bottom(), target.top()
        picture.arrow([start, end], ports, (start[0] + 30, (start[1] + end[1]) / 2 + 4))
    elif source.x > target.x:
        picture.arrow([source.left(), target.right()], ports)
    else:
        picture.arrow([source.right(), target.left()], ports)
