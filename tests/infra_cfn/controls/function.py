"""Controls of functions, and of releases of them."""

from collections.abc import Iterator

from tests.infra_cfn.controls.estate import Estate, control, properties_like, reach, text

FUNCTION, AREA = "AWS::Lambda::Function", "lambda"
GATEWAY_SECONDS = 29  # API Gateway gives up then
RUNTIMES = ("python3.13",)  # what the zip's bytecode is compiled for
NOT_SECRET = ("MASTER_SECRET_ARN",)  # the name of one

properties_like(FUNCTION, AREA, "functions_run_a_python_that_is_kept_up", "Runtime", *RUNTIMES)


@control(AREA)
def functions_are_in_the_vpc_in_two_zones(estate: Estate) -> Iterator[str]:
    for function in estate.of(FUNCTION):
        network = function.properties.get("VpcConfig", {})
        if len(set(network.get("SubnetIds", []))) < 2 or not network.get("SecurityGroupIds"):
            yield function.logical_id


@control(AREA)
def the_function_is_traced(estate: Estate) -> Iterator[str]:
    for function in estate.of(FUNCTION):
        behind_gateway = function.properties["Handler"].startswith("graphql_api")
        if behind_gateway and reach(function.properties, "TracingConfig/Mode") != "Active":
            yield function.logical_id


@control(AREA)
def no_flood_of_requests_takes_all_instances_of_the_account(estate: Estate) -> Iterator[str]:
    for function in estate.of(FUNCTION):
        if "ReservedConcurrentExecutions" not in function.properties:
            yield function.logical_id


@control(AREA)
def the_function_gives_up_before_the_gateway_does(estate: Estate) -> Iterator[str]:
    for function in estate.of(FUNCTION):
        behind_gateway = function.properties["Handler"].startswith("graphql_api")
        if behind_gateway and not function.properties["Timeout"] < GATEWAY_SECONDS:
            yield function.logical_id


@control(AREA)
def functions_log_where_logs_have_an_end(estate: Estate) -> Iterator[str]:
    groups = {group.name for group in estate.of("AWS::Logs::LogGroup")}
    for function in estate.of(FUNCTION):
        if function.properties.get("LoggingConfig", {}).get("LogGroup") not in groups:
            yield function.logical_id


@control(AREA)
def only_one_gateway_may_call_the_function(estate: Estate) -> Iterator[str]:
    for permission in estate.of("AWS::Lambda::Permission"):
        source = permission.properties.get("SourceArn", "*")
        if "execute-api" not in source or source.endswith(":*") or "/graphql" not in source:
            yield permission.logical_id


@control(AREA)
def the_gateway_calls_what_is_live_and_not_what_is_newest(estate: Estate) -> Iterator[str]:
    for permission in estate.of("AWS::Lambda::Permission"):
        named = estate.declared(permission)["Properties"]["FunctionName"]
        if "Alias" not in text(named):
            yield permission.logical_id


@control(AREA)
def each_release_makes_a_version_of_its_own(estate: Estate) -> Iterator[str]:
    for release in estate.of("AWS::Lambda::Version", "AWS::ApiGateway::Deployment"):
        if "PerRelease" not in release.logical_id:
            yield release.logical_id


@control(AREA)
def earlier_releases_are_kept_to_go_back_to(estate: Estate) -> Iterator[str]:
    for release in estate.of("AWS::Lambda::Version", "AWS::ApiGateway::Deployment"):
        declared = estate.declared(release)
        if {declared.get("DeletionPolicy"), declared.get("UpdateReplacePolicy")} != {"Retain"}:
            yield release.logical_id


@control(AREA)
def no_variable_of_a_function_is_a_secret(estate: Estate) -> Iterator[str]:
    for function in estate.of(FUNCTION):
        for name in function.properties["Environment"]["Variables"]:
            words = ("PASSWORD", "SECRET", "KEY", "CREDENTIAL")
            if name not in NOT_SECRET and any(word in name for word in words):
                yield f"{function.logical_id}.{name}"


@control(AREA)
def functions_speak_to_the_database_over_tls(estate: Estate) -> Iterator[str]:
    for function in estate.of(FUNCTION):
        url = function.properties["Environment"]["Variables"]["DATABASE_URL"]
        if "sslmode=verify-full&sslrootcert=/" not in url:
            yield function.logical_id


@control(AREA)
def functions_address_the_database_without_a_password(estate: Estate) -> Iterator[str]:
    for function in estate.of(FUNCTION):
        url = function.properties["Environment"]["Variables"]["DATABASE_URL"]
        if ":" in url.removeprefix("postgresql://").rpartition("@")[0]:
            yield function.logical_id
