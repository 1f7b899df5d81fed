"""Mistakes with the function, the gateway and the hosts."""

from tests.infra_cfn.gates.mistake import Mistake, Templates, added, drop, put, replaced, without

FUNCTION, STAGE, POST = "api/Function", "api/ProdStage", "api/GraphqlPost"
HOST, HOSTS, BALANCER = "batch/HostTemplate/LaunchTemplateData", "batch/Hosts", "batch/Balancer"
ALL = "api/ProdStage/MethodSettings/0"
TRACE = "$context.xrayTraceId"
SMUGGLING = "routing.http.drop_invalid_header_fields.enabled"


def renamed_release(templates: Templates) -> None:
    """Give versions one name for ever: the second release would change nothing."""
    resources = templates["api"]["Resources"]
    resources["FunctionVersion"] = resources.pop("FunctionVersionPerRelease")
    resources["LiveAlias"]["Properties"]["FunctionVersion"] = {"!GetAtt": "FunctionVersion.Version"}


def region_by_default(templates: Templates) -> None:
    """Take one region's addresses of S3 for all."""
    templates["groups"]["Parameters"]["S3PrefixListId"]["Default"] = "pl-63a5400a"


def protected(templates: Templates) -> None:
    """Keep the balancer from being deleted, wherever it is."""
    attributes = templates["batch"]["Resources"]["Balancer"]["Properties"]["LoadBalancerAttributes"]
    attributes.append({"Key": "deletion_protection.enabled", "Value": "true"})


def fewer_endpoints(service: str) -> Mistake:
    """Leave one way to AWS out."""

    def edit(templates: Templates) -> None:
        templates["groups"]["Resources"]["Fn::ForEach::InterfaceEndpoints"][1].remove(service)

    return Mistake(f"no endpoint of {service}", edit)


def endpoint(key: str, value: object) -> Mistake:
    """Change all interface endpoints."""

    def edit(templates: Templates) -> None:
        body = templates["groups"]["Resources"]["Fn::ForEach::InterfaceEndpoints"][2]
        body["Endpoint${Service}"]["Properties"][key] = value

    return Mistake(f"endpoints by {key}", edit)


PROGRAMS = [
    Mistake("old Python", put(f"{FUNCTION}/Runtime", "python3.9")),
    Mistake("function outside of the VPC", drop(f"{FUNCTION}/VpcConfig")),
    Mistake("function without traces", put(f"{FUNCTION}/TracingConfig/Mode", "PassThrough")),
    Mistake("instances without end", drop(f"{FUNCTION}/ReservedConcurrentExecutions")),
    Mistake("function outlasts the gateway", put(f"{FUNCTION}/Timeout", 60)),
    Mistake("function logs without end", drop(f"{FUNCTION}/LoggingConfig")),
    Mistake("any gateway may call", drop("api/GatewayMayInvoke/SourceArn")),
    Mistake(
        "the gateway calls the newest",
        put("api/GatewayMayInvoke/FunctionName", {"!Ref": "Function"}),
    ),
    Mistake("versions never change", renamed_release),
    Mistake("no way back", drop("api/FunctionVersionPerRelease/../DeletionPolicy")),
    Mistake("a password in a variable", put(f"{FUNCTION}/Environment/Variables/DB_PASSWORD", "x")),
    Mistake("function without TLS", replaced("api", "sslmode=verify-full", "sslmode=require")),
    Mistake("password in the address", replaced("api", "api_service@", "api_service:secret@")),
    Mistake("a method for everybody", put(f"{POST}/AuthorizationType", "NONE")),
    Mistake("a scope that no token has", put(f"{POST}/AuthorizationScopes", ["records/read"])),
    Mistake("gateway without traces", put(f"{STAGE}/TracingEnabled", False)),
    Mistake("requests are not logged", drop(f"{STAGE}/AccessLogSetting")),
    Mistake("logs without traces", replaced("api", TRACE, "$context.stage")),
    Mistake("addresses are logged", replaced("api", TRACE, f"{TRACE} $context.identity.sourceIp")),
    Mistake("bodies are logged", put(f"{ALL}/DataTraceEnabled", True)),
    Mistake("no throttle", drop(f"{ALL}/ThrottlingRateLimit")),
    Mistake(
        "a deployment without a method",
        put("api/DeploymentPerRelease/../DependsOn", ["GraphqlPost"]),
    ),
    Mistake("the gateway may not log", without("account/GatewayLogging")),
    Mistake("firewall before nothing", without("firewall/WebAclOfGateway")),
    Mistake(
        "firewall before another stage",
        replaced("firewall", "/stages/prod", "/stages/live"),
    ),
    Mistake("floods come through", put("firewall/WebAcl/Rules/0/Action", {"Count": {}})),
    Mistake("tokens in the firewall's log", drop("firewall/WebAclLog/RedactedFields")),
    Mistake(
        "a name that no certificate has",
        replaced("batch", "https://${BalancerDomain}", "https://${Balancer.DNSName}"),
    ),
    Mistake("no prefix", drop("api/RestAny/Integration/RequestParameters")),
    Mistake("metadata for strangers", put(f"{HOST}/MetadataOptions/HttpTokens", "optional")),
    Mistake("metadata for containers", put(f"{HOST}/MetadataOptions/HttpPutResponseHopLimit", 2)),
    Mistake("hosts are public", put(f"{HOST}/NetworkInterfaces/0/AssociatePublicIpAddress", True)),
    Mistake("disk without encryption", put(f"{HOST}/BlockDeviceMappings/0/Ebs/Encrypted", False)),
    Mistake("a key to hosts", put(f"{HOST}/KeyName", "admin")),
    Mistake("hosts that hang stay", put(f"{HOSTS}/HealthCheckType", "EC2")),
    Mistake("hosts in one zone", put(f"{HOSTS}/VPCZoneIdentifier", ["subnet-1"])),
    Mistake("hosts need not say they are up", drop(f"{HOSTS}/../CreationPolicy")),
    fewer_endpoints("cloudformation"),
    fewer_endpoints("ssm"),
    endpoint("PrivateDnsEnabled", False),
    endpoint("SubnetIds", ["subnet-1"]),
    Mistake("no shell", drop("batch/HostRole/ManagedPolicyArns")),
    Mistake(
        "SSH from everywhere",
        added(
            "groups",
            "AWS::EC2::SecurityGroupIngress",
            GroupId={"!Ref": "HostGroup"},
            IpProtocol="tcp",
            FromPort=22,
            ToPort=22,
            CidrIp="0.0.0.0/0",
        ),
    ),
    Mistake("host that trusts anybody", replaced("batch", "&sslrootcert=", "&sslcert=")),
    Mistake("host without TLS", replaced("batch", "sslmode=verify-full", "sslmode=require")),
    Mistake("balancer on the internet", put(f"{BALANCER}/Scheme", "internet-facing")),
    Mistake(
        "TLS of yesterday",
        replaced("batch", "ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-2016-08"),
    ),
    Mistake("headers that smuggle", replaced("batch", SMUGGLING, "routing.http2.enabled")),
    Mistake("balancer without a log", replaced("batch", "access_logs.s3.bucket", "other")),
    Mistake("balancer cannot be deleted", protected),
    Mistake("hosts die with the database", replaced("batch", "/health/live", "/health/ready")),
    Mistake("overlapping subnets", put("network/AppSubnetB/CidrBlock", "10.20.32.0/19")),
    Mistake(
        "one zone", put("network/DataSubnetB/AvailabilityZone", {"!Select": [0, {"!GetAZs": ""}]})
    ),
    Mistake("public addresses", put("network/AppSubnetA/MapPublicIpOnLaunch", True)),
    Mistake("no log of the network", without("observability/NetworkFlows")),
    Mistake("a rule without a reason", drop("groups/HostsHearBalancer/Description")),
    Mistake(
        "the database hears the world",
        put(
            "groups/DatabaseHearsHosts/../Properties",
            {
                "Description": "From anywhere",
                "GroupId": {"!Ref": "DatabaseGroup"},
                "IpProtocol": "tcp",
                "FromPort": 5432,
                "ToPort": 5432,
                "CidrIp": "0.0.0.0/0",
            },
        ),
    ),
    Mistake("all ports", put("groups/HostsHearBalancer/ToPort", 9000)),
    Mistake("all protocols out", replaced("groups", "127.0.0.1/32", "0.0.0.0/0")),
    Mistake("a way out of production", drop("network/AppRouteOutA/../Condition")),
    Mistake(
        "files by the internet", put("network/S3Endpoint/RouteTableIds", [{"!Ref": "AppRoutesA"}])
    ),
    Mistake("addresses of another region", region_by_default),
]
