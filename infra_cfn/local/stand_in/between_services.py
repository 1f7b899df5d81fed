"""What a service asks of another's policy on AWS, and MiniStack leaves out.

May this rule send to that queue, may this method call that function? MiniStack's own evaluator is
asked, by what is at hand where it sends and calls.
"""

import logging
from typing import Any

from ministack.core.arn import execute_api_arn
from ministack.core.iam_evaluator import EvalContext, _request_origin, evaluate_resource_policy
from ministack.core.responses import get_account_id, request_scope
from ministack.services import apigateway_v1, eventbridge, lambda_svc, sqs

RULES, GATEWAY = "events.amazonaws.com", "apigateway.amazonaws.com"

logger = logging.getLogger("ministack")


def ask_between_services() -> None:
    """Have rules and methods go no further than the other's policy lets them."""
    send, invoke = eventbridge._invoke_target, apigateway_v1._invoke_lambda_proxy_v1

    def send_if_let(target: dict[str, Any], event: Any, rule: dict[str, Any], *view: Any) -> None:
        if target["Arn"].startswith("arn:aws:sqs:") and not may_send(rule["Arn"], target["Arn"]):
            logger.warning("%s may not send to %s", rule["Arn"], target["Arn"])
        else:
            send(target, event, rule, *view)

    async def invoke_if_let(
        integration: dict[str, Any], api: str, stage: str, *more: Any, **named: Any
    ) -> Any:
        _stage, _resource, path, method, *_ = more
        function = apigateway_v1._extract_lambda_ref_from_integration_uri(integration["uri"])
        account, region = named["owner_account_id"], named["owner_region"]
        asking = execute_api_arn(region, account, api, stage, method, path)
        with request_scope(account, region):
            let = may_invoke(asking, function, region)
        if not let:
            # As API Gateway says of what its owner has to mend.
            return apigateway_v1._gw_error("API_CONFIGURATION_ERROR", "Internal server error")
        return await invoke(integration, api, stage, *more, **named)

    eventbridge._invoke_target = send_if_let
    apigateway_v1._invoke_lambda_proxy_v1 = invoke_if_let


def may_send(rule: str, queue: str) -> bool:
    """Return whether a queue's policy lets a rule send to it."""
    origin = _request_origin.set(("127.0.0.1", True))  # services speak TLS with each other
    try:
        return bool(sqs.queue_policy_allows(queue, RULES, rule, get_account_id()))
    finally:
        _request_origin.reset(origin)


def may_invoke(method: str, function: str, region: str) -> bool:
    """Return whether a function's policy lets a method of an API call it."""
    policy, _owner = lambda_svc.function_policy_for_arn(function) or ({}, "")
    asked = EvalContext(
        principal_arn="*",
        principal_type="Service",
        principal_account="",
        action="lambda:InvokeFunction",
        resource_arn=function,
        region=region,
        service_context={"aws:sourcearn": method},
    )
    return bool(evaluate_resource_policy(policy, asked, service=GATEWAY).decision == "Allow")
