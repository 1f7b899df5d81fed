"""What MiniStack lacks to be a guarded stand-in: a plain door, a host's role, and what follows."""

import json

from hypercorn.config import Config
from ministack import app
from ministack.core.iam_evaluator import _service_principal_matches
from ministack.services import apigateway, iam, imds, sts

from infra_cfn.local.stand_in.between_services import ask_between_services
from infra_cfn.local.stand_in.evaluated import evaluate_all_that_policies_say

EC2 = "ec2.amazonaws.com"


def stand_guard(plain_port: str) -> None:
    """Have MiniStack be a stand-in for those parts of AWS that only a guarded one is asked for."""
    # With TLS it takes port 443 too where it may: a test takes no port that is not its own.
    app._port_is_bindable = lambda host, port: False
    Config._insecure_bind = [f"127.0.0.1:{plain_port}"]
    # Its gateway fetches the user pool's keys without TLS, from the port that has nothing else.
    apigateway._PORT = plain_port
    imds._credentials_doc = host_credentials
    evaluate_all_that_policies_say()
    ask_between_services()


def host_credentials() -> dict[str, str]:
    """Return credentials of the role that hosts have; MiniStack's own open nothing.

    Raises:
        PermissionError: the role does not trust EC2 to hand it out.
    """
    [profile] = iam._instance_profiles.values()  # of our stacks, one makes hosts
    role = iam._roles[profile["Roles"][0]]
    trusting = json.loads(role["AssumeRolePolicyDocument"])["Statement"]
    if not any(_service_principal_matches(each["Principal"], EC2) for each in trusting):
        raise PermissionError(f"{role['RoleName']} does not trust {EC2}.")
    given = {
        "AccessKeyId": iam._gen_session_access_key(),
        "SecretAccessKey": iam._gen_secret(),
        "Token": iam._gen_session_token(),
    }
    account, name = role["Arn"].split(":")[4], role["RoleName"]
    session = {
        "Arn": f"arn:aws:sts::{account}:assumed-role/{name}/{imds._INSTANCE_ID}",
        "UserId": f"{role['RoleId']}:{imds._INSTANCE_ID}",
        "SecretAccessKey": given["SecretAccessKey"],
        "SessionToken": given["Token"],
    }
    sts.register_session(given["AccessKeyId"], session)
    return {
        "Code": "Success",
        "Type": "AWS-HMAC",
        "LastUpdated": iam._future(0),
        "Expiration": iam._future(3600),
        **given,
    }
