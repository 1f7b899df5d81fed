"""What must hold of the network, each layer on its own: one mistake alone opens nothing."""

from collections.abc import Callable, Iterator

from ec2_batch.doctor.finding import Finding
from ec2_batch.doctor.network.network import Entry, Network, Rule, is_private
from ec2_batch.doctor.network.reach import EPHEMERAL, from_internet, on_internet, passes

Faults = Iterator[str]
EXPECTED = ("function", "host", "database", "balancer", "link")
OURS = (*EXPECTED, "other function", "proxy")
CALLERS = ("function", "host", "other function", "proxy")  # of the database
# Who must get through to whom; where there are no endpoints, a NAT gateway takes their place.
PATHS = (
    ("function", "database"),
    ("function", "proxy"),
    ("proxy", "database"),
    ("host", "database"),
    ("other function", "database"),
    ("link", "balancer"),
    ("balancer", "host"),
    ("host", "endpoint"),
)
NOWHERE = "127.0.0.1/32"  # an address that takes the place of the rule that allows everything
SHELLS = (22, 3389)


def judge(network: Network) -> list[Finding]:
    """Return a finding for each rule; its sentence names everything that breaks it."""
    findings = []
    for subject, (rule, holds) in RULES.items():
        faults = list(rule(network))
        findings.append(Finding(subject, not faults, " ".join(faults) or holds))
    return findings


def everything_is_there(network: Network) -> Faults:
    """An empty list is no proof: it may be another account, region or environment."""
    for kind in EXPECTED:
        if not network.of_kind(kind):
            yield f"There is no {kind} in this network."
    for target in network.targets:
        known = target.subnets and target.subnets <= network.subnets.keys()
        if target.kind in OURS and not (known and target.groups <= network.groups.keys()):
            yield f"{target.name} ({target.kind}) is not in this VPC."
        if target.kind in OURS and not target.groups:
            yield f"{target.name} ({target.kind}) is in no security group of its own."


def nothing_is_reachable(network: Network) -> Faults:
    for target in network.targets:
        for rule in from_internet(network, target):
            yield f"{target.name} ({target.kind}) can be reached from {_told(rule)}."


def no_group_is_open(network: Network) -> Faults:
    for group in network.groups.values():
        for rule in sorted(group.ingress, key=str):
            if not is_private(rule.peer):
                yield f"Security group {group.name} lets in {_told(rule)}."
            elif any(rule.ports[0] <= shell <= rule.ports[1] for shell in SHELLS) and not (
                rule.peer in network.groups and rule.protocol == "-1"
            ):
                yield f"Security group {group.name} opens a shell's port to {_told(rule)}."


def only_public_subnets_meet_the_internet(network: Network) -> Faults:
    taken = {name for target in network.targets if target.kind in OURS for name in target.subnets}
    for name, subnet in network.subnets.items():
        if subnet.gives_public_addresses:
            yield f"Subnet {subnet.name} gives public addresses to whatever starts in it."
        if name in taken and on_internet(network, subnet):
            yield f"Subnet {subnet.name} has our programs in it, and a route to the internet."


def nobody_has_a_public_address(network: Network) -> Faults:
    for target in network.targets:
        if target.kind in OURS and target.public_address:
            yield f"{target.name} ({target.kind}) has a public address."


def data_has_no_way_out(network: Network) -> Faults:
    for target in network.of_kind("database"):
        subnets = [network.subnets[name] for name in target.subnets & network.subnets.keys()]
        if len({subnet.zone for subnet in subnets}) < 2:
            yield f"{target.name} has subnets in one zone only."
        for subnet in subnets:
            for way in sorted(route.way for route in subnet.routes if route.way != "local"):
                yield f"Subnet {subnet.name} of {target.name} has a route to {way}."


def data_subnets_let_in_the_port_alone(network: Network) -> Faults:
    """Lists hold even if a group is opened, so they must be closed without any group's help."""
    callers = {name for kind in CALLERS for t in network.of_kind(kind) for name in t.subnets}
    blocks = {network.subnets[name].block for name in callers & network.subnets.keys()}
    for target in network.of_kind("database"):
        for name in sorted(target.subnets & network.subnets.keys()):
            subnet = network.subnets[name]
            for entry in sorted(subnet.entries, key=lambda entry: (entry.egress, entry.number)):
                ports = EPHEMERAL if entry.egress else (target.port, target.port)
                closed = entry.protocol in ("tcp", "6") and entry.ports == ports
                if entry.allow and not (closed and entry.block in blocks):
                    yield f"Subnet {subnet.name} of {target.name} lets {_passing(entry)}."


def data_hears_function_and_hosts_alone(network: Network) -> Faults:
    """With a proxy, that as well; and the proxy hears the function alone."""
    function, proxy = network.groups_of("function"), network.groups_of("proxy")
    yield from _hears_alone(network, "database", function | network.groups_of("host") | proxy)
    yield from _hears_alone(network, "proxy", function)


def _hears_alone(network: Network, kind: str, trusted: frozenset[str]) -> Faults:
    for target in network.of_kind(kind):
        groups = [network.groups[name] for name in target.groups & network.groups.keys()]
        rules = [rule for group in groups for rule in group.ingress]
        heard = {rule.peer for rule in rules}
        for rule in sorted(rules, key=str):
            if rule.peer not in trusted:
                yield f"{target.name} hears {_told(rule)}."
            elif (rule.protocol, rule.ports) != ("tcp", (target.port, target.port)):
                yield f"{target.name} hears more than port {target.port}: {_told(rule)}."
        for missing in sorted(trusted - heard):
            yield f"{target.name} does not hear {_named(network, missing)}."


def data_speaks_to_nobody(network: Network) -> Faults:
    for target in network.of_kind("database"):
        for name in target.groups & network.groups.keys():
            for rule in sorted(network.groups[name].egress, key=str):
                if rule.peer != NOWHERE:
                    yield f"{target.name} may speak to {_told(rule)}."


def the_function_speaks_to_data_alone(network: Network) -> Faults:
    allowed = network.groups_of("database") | network.groups_of("proxy")
    for name in network.groups_of("function") & network.groups.keys():
        for rule in sorted(network.groups[name].egress, key=str):
            if rule.peer not in allowed:
                yield f"The function may speak to {_told(rule)}."


def nobody_speaks_at_will(network: Network) -> Faults:
    for kind in OURS:
        for name in sorted(network.groups_of(kind) & network.groups.keys()):
            group = network.groups[name]
            for rule in sorted(group.egress, key=str):
                https = rule.protocol == "tcp" and rule.ports == (443, 443)
                if not is_private(rule.peer) and not (kind in ("host", "other function") and https):
                    yield f"{group.name} ({kind}) may speak to {_told(rule)}."


def who_must_meet_can(network: Network) -> Faults:
    for here, there in PATHS:
        for target in network.of_kind(there):
            for source in network.of_kind(here):
                if target.port and not passes(network, source, target, target.port):
                    yield f"{source.name} cannot reach {target.name} at port {target.port}."


RULES: dict[str, tuple[Callable[[Network], Faults], str]] = {
    "presence": (everything_is_there, "Everything that should be in the VPC is."),
    "internet": (nothing_is_reachable, "Nothing in the VPC can be reached from the internet."),
    "groups": (no_group_is_open, "No security group lets in the internet, or a shell."),
    "addresses": (nobody_has_a_public_address, "None of our programs has a public address."),
    "subnets": (only_public_subnets_meet_the_internet, "Our subnets are private."),
    "database routes": (data_has_no_way_out, "The database's subnets lead nowhere."),
    "database list": (
        data_subnets_let_in_the_port_alone,
        "The lists of the database's subnets let in its port from our programs' subnets alone.",
    ),
    "database hears": (
        data_hears_function_and_hosts_alone,
        "The database hears the function, the hosts and a proxy of theirs, and nobody else.",
    ),
    "database speaks": (data_speaks_to_nobody, "The database speaks to nobody."),
    "function": (the_function_speaks_to_data_alone, "The function speaks to the database alone."),
    "egress": (nobody_speaks_at_will, "Nobody speaks to more of the world than hosts to AWS."),
    "paths": (who_must_meet_can, "Who must reach whom, can."),
}


def _told(rule: Rule) -> str:
    first, last = rule.ports
    ports = "every port" if rule.protocol == "-1" else f"{rule.protocol} {first}"
    return f"{rule.peer} ({ports}{f'-{last}' if last != first and rule.protocol != '-1' else ''})"


def _passing(entry: Entry) -> str:
    first, last = entry.ports
    ports = "every protocol" if entry.protocol == "-1" else f"ports {first}-{last}"
    return f"{'out to' if entry.egress else 'in'} {entry.block} ({ports}, line {entry.number})"


def _named(network: Network, group: str) -> str:
    return network.groups[group].name if group in network.groups else group
