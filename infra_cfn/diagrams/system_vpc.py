"""The part of the system that is in the VPC."""

from infra_cfn.diagrams.picture import Box, Picture, wrapped
from infra_cfn.wiring.stack_resources import Made

WIDE = 230


def draw_vpc(picture: Picture, made: Made) -> None:
    """Draw function, balancer, hosts, database and endpoints, and who speaks to whom."""
    cidr = made.of("AWS::EC2::VPC")[0].properties["CidrBlock"]
    title = f"VPC {cidr}: nothing in it can be reached from the internet"
    picture.group("vpc", title, Box(470, 184, 772, 388))
    picture.group("private", "App subnets, two zones", Box(494, 216, 724, 190))
    picture.group("private", "Data subnets, two zones", Box(494, 424, 270, 132))
    link = ["internal, of two zones"]
    balancer = picture.box("network", "VPC link, load balancer", link, Box(514, 252, WIDE, 58))
    function = picture.box("compute", "AWS Lambda", _function(made), Box(514, 326, WIDE, 68))
    hosts = picture.box("compute", "Amazon EC2 Auto Scaling", _hosts(made), Box(880, 252, 318, 142))
    database = picture.box(
        "database", "Amazon RDS for PostgreSQL", _database(made), Box(514, 458, WIDE, 84)
    )
    services = [e.properties["ServiceName"] for e in made.of("AWS::EC2::VPCEndpoint")]
    names = wrapped([name.rpartition(".")[2] for name in services], 290)
    picture.box("network", "VPC endpoints", names, Box(880, 432, 318, 112))
    picture.arrow([balancer.right(), (880, 281)], "8000", (812, 276))
    picture.arrow([function.bottom(0.87), database.top(0.87)], "5432", (740, 417))
    picture.arrow([(880, 376), (820, 376), (820, 500), database.right()], "5432", (820, 440))
    picture.arrow([hosts.bottom(), (1039, 432)], "443", (1056, 417))


def _function(made: Made) -> list[str]:
    found = (f.properties for f in made.of("AWS::Lambda::Function") if "graphql" in f.name)
    api = next(found)
    size = f"{api['MemorySize']} MB, {api['Timeout']} s at most"
    return [f"GraphQL: {api['Runtime']}, {api['Architectures'][0]}", size]


def _hosts(made: Made) -> list[str]:
    group = made.of("AWS::AutoScaling::AutoScalingGroup")[0].properties
    template = made.of("AWS::EC2::LaunchTemplate")[0].properties["LaunchTemplateData"]
    return [
        f"{group['MinSize']} to {group['MaxSize']} of {template['InstanceType']}, in two zones",
        "service: console, GraphiQL, REST (Flask)",
        "worker: imports and reports, from the queues",
        "relay: the outbox, as events",
    ]


def _database(made: Made) -> list[str]:
    found = made.of("AWS::RDS::DBInstance")[0].properties
    standby = "with a standby" if found.get("MultiAZ") else "without a standby"
    return [
        f"{found['EngineVersion']}, {found['DBInstanceClass']}",
        f"{standby}, encrypted",
        "row-level security",
    ]
