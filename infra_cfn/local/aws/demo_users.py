"""One demo user per role in the local user pool, signed in anew at each start."""

import base64
import json
import secrets
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError

from infra_cfn.local.aws.ministack import REGION
from infra_cfn.local.processes.child import StartError
from schema.access.roles import Role


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A demo user's fresh access token, and the subject it names."""

    token: str
    subject: str


def sign_in_everyone(endpoint: str, outputs: Mapping[str, str]) -> Mapping[Role, SignedIn]:
    """Return a demo user of each role, made first where the pool has none.

    The tokens are good for a day.
    """
    pool, client = outputs["UserPoolId"], outputs["TokenClientIds"]
    known = {
        attribute["Value"]: user["UserStatus"]
        for user in _cognito(endpoint, "ListUsers", UserPoolId=pool)["Users"]
        for attribute in user["Attributes"]
        if attribute["Name"] == "email"
    }
    for role in Role:
        _ensure_user(endpoint, pool, role, known.get(_email(role)))
    return {role: _sign_in(endpoint, pool, client, role) for role in Role}


def _ensure_user(endpoint: str, pool: str, role: Role, status: str | None) -> None:
    user = {"UserPoolId": pool, "Username": _email(role)}
    if status is None:
        _cognito(
            endpoint,
            "AdminCreateUser",
            **user,
            MessageAction="SUPPRESS",  # no mail: nobody has the address
            UserAttributes=[{"Name": "email_verified", "Value": "true"}],
        )
    # Confirmed by the first sign-in below. A start may have been cut short before it.
    if status != "CONFIRMED":
        _cognito(endpoint, "AdminAddUserToGroup", **user, GroupName=role.value)


def _sign_in(endpoint: str, pool: str, client: str, role: Role) -> SignedIn:
    user = {"UserPoolId": pool, "Username": _email(role)}
    # Good for this one sign-in: nobody knows it, and nothing keeps it.
    password = secrets.token_urlsafe(24)
    _cognito(endpoint, "AdminSetUserPassword", **user, Password=password, Permanent=True)
    answer = _cognito(
        endpoint,
        "AdminInitiateAuth",
        UserPoolId=pool,
        ClientId=client,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user["Username"], "PASSWORD": password},
    )
    token = answer["AuthenticationResult"]["AccessToken"]
    return SignedIn(token, _subject(token))


def _email(role: Role) -> str:
    return f"{role.value}@example.org"


def _cognito(endpoint: str, operation: str, **parameters: Any) -> dict[str, Any]:
    """Call the stand-in's Cognito as boto3 would, whose import alone takes a second."""
    scope = f"local/20260101/{REGION}/cognito-idp/aws4_request"
    request = urllib.request.Request(  # noqa: S310 - loopback
        endpoint,
        data=json.dumps(parameters).encode(),
        headers={
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}",
            # It reads account and region from here, and checks no signature.
            "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            said: dict[str, Any] = json.loads(answer.read() or b"{}")
    except HTTPError as refusal:
        raise StartError(
            f"the local user pool refuses {operation}: {refusal.read().decode()}."
            " If that stays so, remove the data folder's `aws`; it is made anew."
        ) from None
    return said


def _subject(token: str) -> str:
    claims = token.split(".")[1]
    subject: str = json.loads(base64.urlsafe_b64decode(claims + "=="))["sub"]
    return subject
