"""Controls of hosts and of the balancer before them."""

from collections.abc import Iterator

from infra_cfn.wiring.resource import Resource
from tests.infra_cfn.controls.estate import Estate, control, properties_like, reach

TEMPLATE, GROUP = "AWS::EC2::LaunchTemplate", "AWS::AutoScaling::AutoScalingGroup"
BALANCER, LISTENER = (
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::ElasticLoadBalancingV2::Listener",
)
DATA = "LaunchTemplateData"
SHELL_PORTS = (22, 3389)

properties_like(
    TEMPLATE,
    "ec2",
    "a_hosts_role_is_told_to_no_stranger",
    f"{DATA}/MetadataOptions/HttpTokens",
    "required",
)
properties_like(
    TEMPLATE,
    "ec2",
    "a_hosts_role_is_not_passed_on",
    f"{DATA}/MetadataOptions/HttpPutResponseHopLimit",
    1,
)
properties_like(
    TEMPLATE,
    "ec2",
    "hosts_have_no_public_address",
    f"{DATA}/NetworkInterfaces/0/AssociatePublicIpAddress",
    False,
)
properties_like(
    TEMPLATE,
    "ec2",
    "hosts_disks_are_encrypted",
    f"{DATA}/BlockDeviceMappings/0/Ebs/Encrypted",
    True,
)
properties_like(TEMPLATE, "ec2", "nobody_has_a_key_to_hosts", f"{DATA}/KeyName", None)
properties_like(GROUP, "ec2", "hosts_that_do_not_answer_are_replaced", "HealthCheckType", "ELB")
properties_like(BALANCER, "alb", "the_balancer_is_internal", "Scheme", "internal")


def attributes(balancer: Resource) -> dict[str, str]:
    """Return a balancer's attributes by name."""
    given = balancer.properties.get("LoadBalancerAttributes", [])
    return {attribute["Key"]: str(attribute["Value"]) for attribute in given}


@control("ec2")
def hosts_are_in_two_zones(estate: Estate) -> Iterator[str]:
    for group in estate.of(GROUP):
        if len(set(group.properties["VPCZoneIdentifier"])) < 2:
            yield group.logical_id


@control("ec2")
def hosts_are_up_only_when_they_say_so(estate: Estate) -> Iterator[str]:
    for group in estate.of(GROUP):
        declared = estate.declared(group)
        waits = reach(declared, "UpdatePolicy/AutoScalingRollingUpdate/WaitOnResourceSignals")
        if not reach(declared, "CreationPolicy/ResourceSignal/Count") or waits is not True:
            yield group.logical_id


@control("ec2")
def hosts_can_say_that_they_are_up_without_internet(estate: Estate) -> Iterator[str]:
    reached = {e.properties["ServiceName"].rpartition(".")[2] for e in endpoints(estate)}
    missing = {
        "cloudformation",
        "ssm",
        "ssmmessages",
        "ec2messages",
        "sqs",
        "events",
        "logs",
    } - reached
    if missing and not estate.of("AWS::EC2::NatGateway"):
        yield from sorted(missing)


@control("ec2")
def there_is_a_shell_without_an_open_port(estate: Estate) -> Iterator[str]:
    (role,) = (r for r in estate.of("AWS::IAM::Role") if r.logical_id == "HostRole")
    if "AmazonSSMManagedInstanceCore" not in str(role.properties.get("ManagedPolicyArns")):
        yield role.logical_id


@control("ec2")
def no_port_for_a_shell_is_open(estate: Estate) -> Iterator[str]:
    for name, rule in ingress(estate):
        first, last = int(rule.get("FromPort", 0)), int(rule.get("ToPort", 65535))
        if any(first <= port <= last for port in SHELL_PORTS):
            yield name


@control("ec2")
def hosts_speak_to_the_database_over_tls(estate: Estate) -> Iterator[str]:
    for template in estate.of(TEMPLATE):
        started = str(estate.declared(template))
        if "sslmode=verify-full&sslrootcert=/" not in started:
            yield template.logical_id


@control("alb")
def the_balancer_speaks_tls_of_today(estate: Estate) -> Iterator[str]:
    for listener in estate.of(LISTENER):
        policy = str(listener.properties.get("SslPolicy"))
        if listener.properties["Protocol"] != "HTTPS" or "TLS13-1-2" not in policy:
            yield listener.logical_id


@control("alb")
def headers_that_could_smuggle_are_dropped(estate: Estate) -> Iterator[str]:
    for balancer in estate.of(BALANCER):
        if attributes(balancer).get("routing.http.drop_invalid_header_fields.enabled") != "true":
            yield balancer.logical_id


@control("alb")
def the_balancer_logs_into_a_bucket_that_lets_it(estate: Estate) -> Iterator[str]:
    buckets = {b.reference for b in estate.of("AWS::S3::Bucket")}
    lets = any(
        "logdelivery.elasticloadbalancing.amazonaws.com" in str(policy.properties)
        for policy in estate.of("AWS::S3::BucketPolicy")
    )
    for balancer in estate.of(BALANCER):
        given = attributes(balancer)
        logs = given.get("access_logs.s3.enabled") == "true"
        if not (logs and lets and given.get("access_logs.s3.bucket") in buckets):
            yield balancer.logical_id


@control("alb")
def a_development_installation_can_be_torn_down(estate: Estate) -> Iterator[str]:
    if estate.environment != "production":
        for balancer in estate.of(BALANCER):
            if attributes(balancer).get("deletion_protection.enabled") == "true":
                yield balancer.logical_id


@control("alb")
def a_host_is_not_replaced_because_the_database_is_away(estate: Estate) -> Iterator[str]:
    for target in estate.of("AWS::ElasticLoadBalancingV2::TargetGroup"):
        if target.properties.get("HealthCheckPath") != "/health/live":
            yield target.logical_id


def endpoints(estate: Estate) -> list[Resource]:
    """Return the ways to AWS that need no internet."""
    return estate.of("AWS::EC2::VPCEndpoint")


def ingress(estate: Estate) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield what security groups let in, with whose it is."""
    for rule in estate.of("AWS::EC2::SecurityGroupIngress"):
        yield rule.logical_id, rule.properties
    for group in estate.of("AWS::EC2::SecurityGroup"):
        for rule in group.properties.get("SecurityGroupIngress", []):
            yield group.logical_id, rule
