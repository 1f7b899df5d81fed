"""How MiniStack's CloudFormation makes and unmakes a resource of a type that it does not know."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from ministack.services import ec2
from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS, _ec2_sg_permissions

from infra_cfn.local.stand_in.missing_types import MISSING_ATTRIBUTES, MISSING_TYPES

Properties = dict[str, Any]
Made = tuple[str, dict[str, str]]  # what !Ref gives, and what !GetAtt gives by name
Handler = dict[str, Callable[..., Any]]


def handlers() -> dict[str, Handler]:
    """Return a handler for each missing type, and for each with missing attributes."""
    kept: dict[str, Handler] = {
        name: {"create": partial(keep, missing.attributes), "delete": forget}
        for name, missing in MISSING_TYPES.items()
    }
    ingress: Handler = {"create": let_in, "delete": let_in_no_more}
    more = {name: completed(name) for name in MISSING_ATTRIBUTES}
    return kept | more | {"AWS::EC2::SecurityGroupIngress": ingress}


def completed(name: str) -> Handler:
    """Return MiniStack's own handler, but for the attributes that it lacks.

    What it then makes raises ValueError, and so fails its stack, if it lacks one no more.
    """
    known = _RESOURCE_HANDLERS[name]

    def complete(step: str, *given: Any, **named: Any) -> Made:
        reference, attributes = known[step](*given, **named)
        for missing in MISSING_ATTRIBUTES[name]:
            if missing in attributes:
                raise ValueError(f"MiniStack has learnt {name}'s {missing}: take it off the list")
            attributes[missing] = f"{reference}-{missing}"
        return reference, attributes

    return {**known, **{step: partial(complete, step) for step in ("create", "update")}}


def keep(attributes: tuple[str, ...], logical_id: str, properties: Properties, stack: str) -> Made:
    """Keep a name for a resource that is nowhere."""
    name = f"{stack}-{logical_id}-{uuid.uuid4().hex[:8]}"
    return name, dict.fromkeys(attributes, name)


def forget(name: str, properties: Properties) -> None:
    """Do nothing: a name is all there was."""


def let_in(logical_id: str, properties: Properties, stack: str) -> Made:
    """Write a rule into the security group that it belongs to."""
    group = ec2._security_groups[properties["GroupId"]]
    group["IpPermissions"] += _ec2_sg_permissions([properties])
    return keep(("Id",), logical_id, properties, stack)


def let_in_no_more(name: str, properties: Properties) -> None:
    """Take a rule out again, unless its group is gone already."""
    group = ec2._security_groups.get(properties["GroupId"], {"IpPermissions": []})
    for rule in _ec2_sg_permissions([properties]):
        if rule in group["IpPermissions"]:
            group["IpPermissions"].remove(rule)
