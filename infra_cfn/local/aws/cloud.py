"""What is deployed into the stand-in, remembered from start to start."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from infra_cfn.local.aws.fingerprint import fingerprint
from infra_cfn.local.aws.ministack import Ministack, await_ready
from infra_cfn.local.aws.stacks import LOCAL_PARAMETERS, LOCAL_STACKS, VPC_PARAMETERS

TEMPLATES = Path(__file__).parents[2]
VERSION = Path(__file__).parents[1] / "ministack.lock"  # another may not read this one's state
WHOLE = LOCAL_PARAMETERS | VPC_PARAMETERS


@dataclass(frozen=True, slots=True)
class Deployed:
    """The outputs of all stacks, and the keys that tokens are signed with."""

    fingerprint: str
    outputs: Mapping[str, str]
    jwks: str


def deployed(aws: Ministack, *, whole: bool) -> Deployed:
    """Return what is deployed, after deploying it if the sources are not what they were.

    The whole is all stacks, with the function's zip. Looking at each stack would be as right
    and take a second and a half.
    """
    if whole:
        from infra_cfn.local.aws.release import sources

        wanted = fingerprint([*TEMPLATES.glob("*.yaml"), VERSION, *sources()], WHOLE)
    else:
        templates = [TEMPLATES / f"{stack}.yaml" for stack in LOCAL_STACKS]
        wanted = fingerprint([*templates, VERSION], LOCAL_PARAMETERS)
    memory = aws.directory / "deployed.json"
    if memory.exists():
        known = Deployed(**json.loads(memory.read_text()))
        if known.fingerprint == wanted:
            return known
    await_ready(aws)
    made = _deploy_whole(aws, wanted) if whole else _deploy(aws, wanted)
    # In this order: what is remembered is also what MiniStack starts on next time.
    aws.save()
    memory.write_text(json.dumps(asdict(made)))
    return made


def _deploy(aws: Ministack, wanted: str) -> Deployed:
    # Only now: it brings boto3 along, whose import takes as long as MiniStack's start.
    from infra_cfn.deploy import deploy, read_jwks

    formation = aws.client("cloudformation")
    done = deploy(formation, "local", stacks=LOCAL_STACKS, parameters=LOCAL_PARAMETERS)
    return Deployed(wanted, done.outputs, read_jwks(formation, done.outputs))


def _deploy_whole(aws: Ministack, wanted: str) -> Deployed:
    from infra_cfn.deploy import deploy, read_jwks
    from infra_cfn.local.aws.release import publish

    formation = aws.client("cloudformation")
    done = deploy(formation, "local", parameters={**WHOLE, **publish(aws, wanted)})
    return Deployed(wanted, done.outputs, read_jwks(formation, done.outputs))
