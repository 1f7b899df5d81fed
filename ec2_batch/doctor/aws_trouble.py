"""What AWS says when it refuses, in plain words."""

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
)

DENIED = frozenset({"AccessDenied", "AccessDeniedException", "403", "Forbidden"})
GONE = frozenset({"404", "NoSuchBucket", "AWS.SimpleQueueService.NonExistentQueue"})
CLOCK = frozenset({"RequestTimeTooSkewed", "SignatureDoesNotMatch", "RequestExpired"})
STALE = frozenset({"ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId"})


def in_words(error: BotoCoreError | ClientError, action: str) -> str:
    """Return why an action failed, and what to do."""
    if isinstance(error, NoCredentialsError | NoRegionError):
        return (
            "There are no AWS credentials or no region here: a host has them from its instance"
            " role; elsewhere set AWS_PROFILE and AWS_DEFAULT_REGION."
        )
    if isinstance(error, EndpointConnectionError | ConnectTimeoutError):
        return (
            "AWS cannot be reached: a host in a private subnet needs the VPC endpoint of this"
            " service, and its security group must let out port 443."
        )
    if not isinstance(error, ClientError):
        return f"AWS cannot be asked: {error}"
    code = error.response.get("Error", {}).get("Code", "")
    if code in DENIED:
        return f"The role may not {action}: its policy, or that of the resource, lacks the action."
    if code in GONE:
        return "It does not exist in this account and region; the stacks' outputs have its name."
    if code in CLOCK:
        return "AWS does not take the signature: the clock is wrong, or the secret key is."
    if code in STALE:
        return "The AWS credentials are no longer good: sign in again."
    return f"AWS refuses {action}: {error.response.get('Error', {}).get('Message', code)}"
