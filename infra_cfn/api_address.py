"""Where a deployed API answers, on AWS or in what stands in for it."""

from collections.abc import Mapping


def on_aws(endpoint: str) -> bool:
    """Return whether an endpoint is one of AWS's own."""
    return ".amazonaws.com" in endpoint


def api_address(endpoint: str, outputs: Mapping[str, str]) -> str:
    """Return the address that paths of the API are below.

    A stand-in cannot be found by the name that the stack's output has.
    """
    if on_aws(endpoint):
        return outputs["ApiUrl"]
    return f"{endpoint}/restapis/{outputs['ApiId']}/prod/_user_request_"
