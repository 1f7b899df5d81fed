"""The deployed user pool signs tokens that the programs accept."""

from infra_cfn.deploy import Deployment, read_jwks
from infra_cfn.local.aws.demo_users import sign_in_everyone
from infra_cfn.local.aws.ministack import Ministack
from runtime.identity import TokenVerifier
from schema.access.caller import Caller
from schema.access.roles import Role


def test_each_role_has_a_demo_user_whose_token_is_accepted(
    ministack: Ministack, deployment: Deployment
) -> None:
    jwks = read_jwks(ministack.client("cloudformation"), deployment.outputs)
    clients = deployment.outputs["TokenClientIds"].split(",")
    verifier = TokenVerifier(deployment.outputs["TokenIssuer"], jwks, clients)

    users = sign_in_everyone(ministack.endpoint, deployment.outputs)

    assert {role: verifier.verify(user.token) for role, user in users.items()} == {
        role: Caller(users[role].subject, role) for role in Role
    }


def test_a_demo_user_stays_the_same_person_and_gets_another_token(
    ministack: Ministack, deployment: Deployment
) -> None:
    first = sign_in_everyone(ministack.endpoint, deployment.outputs)

    second = sign_in_everyone(ministack.endpoint, deployment.outputs)

    assert [user.subject for user in first.values()] == [user.subject for user in second.values()]
    assert not {user.token for user in first.values()} & {user.token for user in second.values()}
