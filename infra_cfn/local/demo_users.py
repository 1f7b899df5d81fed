"""One demo user per role in the local user pool, signed in anew at each start."""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schema.access.roles import Role

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A demo user's fresh access token, and the subject it names."""

    token: str
    subject: str


def sign_in_everyone(
    cognito: "CognitoIdentityProviderClient", pool: str, client: str
) -> Mapping[Role, SignedIn]:
    """Return a demo user of each role, made first where the pool has none."""
    known = {
        attribute["Value"]
        for user in cognito.list_users(UserPoolId=pool)["Users"]
        for attribute in user["Attributes"]
        if attribute["Name"] == "email"
    }
    return {role: _sign_in(cognito, pool, client, role, known) for role in Role}


def _sign_in(
    cognito: "CognitoIdentityProviderClient", pool: str, client: str, role: Role, known: set[str]
) -> SignedIn:
    email = f"{role.value}@example.org"
    if email not in known:
        cognito.admin_create_user(
            UserPoolId=pool,
            Username=email,
            MessageAction="SUPPRESS",  # no mail: nobody has the address
            UserAttributes=[{"Name": "email_verified", "Value": "true"}],
        )
    # A former start may have been cut short after making the user.
    cognito.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName=role.value)
    # Good for this one sign-in: nobody knows it, and nothing keeps it.
    password = secrets.token_urlsafe(24)
    cognito.admin_set_user_password(
        UserPoolId=pool, Username=email, Password=password, Permanent=True
    )
    answer = cognito.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=client,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": password},
    )
    token = answer["AuthenticationResult"]["AccessToken"]
    return SignedIn(token, _subject(token))


def _subject(token: str) -> str:
    claims = token.split(".")[1]
    subject: str = json.loads(base64.urlsafe_b64decode(claims + "=="))["sub"]
    return subject
