"""Controls of the gateway and its firewall."""

from collections.abc import Iterator

from tests.infra_cfn.controls.estate import Estate, control, reach

METHOD, STAGE, AREA = "AWS::ApiGateway::Method", "AWS::ApiGateway::Stage", "api"
# A browser asks by OPTIONS before it may send a token; the Flask service verifies tokens itself.
OPEN = {"GraphqlOptions", "RootAny", "RestAny"}
OWN_SCOPE = "aws.cognito.signin.user.admin"  # the one that tokens of SRP have


@control(AREA)
def every_method_asks_for_a_token_but_those_listed(estate: Estate) -> Iterator[str]:
    for method in estate.of(METHOD):
        kind = method.properties.get("AuthorizationType", "NONE")
        if method.logical_id not in OPEN and kind != "COGNITO_USER_POOLS":
            yield method.logical_id


@control(AREA)
def methods_ask_for_a_scope_that_tokens_have(estate: Estate) -> Iterator[str]:
    for method in estate.of(METHOD):
        if method.logical_id not in OPEN and reach(method.properties, "AuthorizationScopes") != [
            OWN_SCOPE
        ]:
            yield method.logical_id


@control(AREA)
def the_gateway_is_traced(estate: Estate) -> Iterator[str]:
    for stage in estate.of(STAGE):
        if stage.properties.get("TracingEnabled") is not True:
            yield stage.logical_id


@control(AREA)
def every_request_is_logged_with_its_trace(estate: Estate) -> Iterator[str]:
    for stage in estate.of(STAGE):
        form = reach(stage.properties, "AccessLogSetting/Format") or ""
        if not all(part in form for part in ("$context.requestId", "$context.xrayTraceId")):
            yield stage.logical_id
        if not reach(stage.properties, "AccessLogSetting/DestinationArn"):
            yield stage.logical_id


@control(AREA)
def no_body_and_no_address_is_logged(estate: Estate) -> Iterator[str]:
    for stage in estate.of(STAGE):
        form = reach(stage.properties, "AccessLogSetting/Format") or ""
        traced = reach(stage.properties, "MethodSettings/0/DataTraceEnabled")
        if traced is not False or "sourceIp" in form or "requestOverride" in form:
            yield stage.logical_id


@control(AREA)
def callers_are_told_to_wait_before_the_database_is(estate: Estate) -> Iterator[str]:
    for stage in estate.of(STAGE):
        settings = reach(stage.properties, "MethodSettings/0") or {}
        whole = (settings.get("ResourcePath"), settings.get("HttpMethod")) == ("/*", "*")
        if not whole or not {"ThrottlingRateLimit", "ThrottlingBurstLimit"} <= set(settings):
            yield stage.logical_id


@control(AREA)
def a_deployment_waits_for_every_method_it_copies(estate: Estate) -> Iterator[str]:
    for deployment in estate.of("AWS::ApiGateway::Deployment"):
        declared = estate.declared(deployment)
        waits = str(declared.get("DependsOn")) + str(declared["Properties"])
        for method in estate.of(METHOD):
            if method.logical_id not in waits:
                yield f"{deployment.logical_id} for {method.logical_id}"


@control(AREA)
def the_gateway_may_log(estate: Estate) -> Iterator[str]:
    if not any("CloudWatchRoleArn" in a.properties for a in estate.of("AWS::ApiGateway::Account")):
        yield "account"


@control(AREA, everywhere=False)
def the_firewall_is_before_the_stage_that_is_live(estate: Estate) -> Iterator[str]:
    # Both are named by stack and words in them, as neither has an ARN to look up.
    (stage,), (gateway,) = estate.of(STAGE), estate.of("AWS::ApiGateway::RestApi")
    live = f"/restapis/{gateway.reference}/stages/{stage.properties['StageName']}"
    guarded = [
        association.properties["ResourceArn"]
        for association in estate.of("AWS::WAFv2::WebACLAssociation")
    ]
    if not any(arn.endswith(live) for arn in guarded):
        yield live


@control(AREA, everywhere=False)
def the_firewall_turns_floods_away(estate: Estate) -> Iterator[str]:
    for acl in estate.of("AWS::WAFv2::WebACL"):
        blocking = [
            rule
            for rule in acl.properties["Rules"]
            if "RateBasedStatement" in rule["Statement"] and "Block" in rule.get("Action", {})
        ]
        if not blocking:
            yield acl.logical_id


@control(AREA, everywhere=False)
def the_firewalls_log_has_no_tokens(estate: Estate) -> Iterator[str]:
    for log in estate.of("AWS::WAFv2::LoggingConfiguration"):
        names = [
            str(reach(field, "SingleHeader/Name")).lower()
            for field in log.properties.get("RedactedFields", [])
        ]
        if "authorization" not in names:
            yield log.logical_id


@control(AREA)
def the_gateway_speaks_to_the_balancer_by_the_name_in_its_certificate(
    estate: Estate,
) -> Iterator[str]:
    domain = estate.parameters["BalancerDomain"]
    for method in estate.of(METHOD):
        integration = method.properties["Integration"]
        private = integration.get("ConnectionType") == "VPC_LINK"
        if private and not integration["Uri"].startswith(f"https://{domain}/"):
            yield method.logical_id


@control(AREA)
def the_backend_is_told_the_stages_part_of_the_path(estate: Estate) -> Iterator[str]:
    (stage,) = estate.of(STAGE)
    for method in estate.of(METHOD):
        integration = method.properties["Integration"]
        prefix = "integration.request.header.X-Forwarded-Prefix"
        given = integration.get("RequestParameters", {}).get(prefix)
        if integration.get("ConnectionType") == "VPC_LINK" and given != (
            f"'/{stage.properties['StageName']}'"
        ):
            yield method.logical_id
