"""What somebody could do to each statement of each role's policy, made from the templates."""

from collections.abc import Iterator
from typing import Any

from tests.infra_cfn.gates.mistake import Edit, Mistake, Templates, drop, put
from tests.infra_cfn.gates.policies import IDENTITY, statements
from tests.least_privilege.policies import granted
from tests.least_privilege.prove import listed

REMOVED = "removed"
ACTION, SERVICE = "any action", "any action of the service"
RESOURCE, KIND = "any resource", "any resource of the service"
CONDITION = "without its condition"
DEEDS = (REMOVED, ACTION, SERVICE, RESOURCE, KIND, CONDITION)
ARN_HEAD = 5  # arn, partition, service, region, account: what is one's own comes after


def statement_mistakes(templates: Templates) -> dict[str, dict[str, Mistake]]:
    """Return what can be done to a statement, by `stack.Role Statement`."""
    return {
        f"{role} {statement['Sid']}": {
            deed: Mistake(f"{role} {statement['Sid']} {deed}", edit)
            for deed, edit in _edits(path, role, statement)
        }
        for role, path, statement in _declared(templates)
    }


def _declared(templates: Templates) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield each statement with its role and the path to it."""
    for stack, template in templates.items():
        for name, resource in template["Resources"].items():
            if name.startswith("Fn::ForEach") or resource["Type"] not in IDENTITY:
                continue
            given, place = resource["Properties"], f"{stack}/{name}"
            documents = {f"{place}/PolicyDocument": given.get("PolicyDocument")}
            for number, policy in enumerate(given.get("Policies", [])):
                documents[f"{place}/Policies/{number}/PolicyDocument"] = policy["PolicyDocument"]
            for path, document in documents.items():
                for number, statement in enumerate(statements(document) if document else []):
                    yield f"{stack}.{name}", f"{path}/Statement/{number}", statement


def _edits(path: str, role: str, statement: dict[str, Any]) -> Iterator[tuple[str, Edit]]:
    yield REMOVED, drop(path)
    yield ACTION, put(f"{path}/Action", "*")
    service = listed(statement["Action"])[0].partition(":")[0]
    yield SERVICE, put(f"{path}/Action", f"{service}:*")
    if statement["Resource"] != "*":
        yield RESOURCE, put(f"{path}/Resource", "*")
        yield KIND, put(f"{path}/Resource", _kind_of(role, statement["Sid"]))
    if "Condition" in statement:
        yield CONDITION, drop(f"{path}/Condition")


def _kind_of(role: str, sid: str) -> str:
    [made] = (s for s in granted().roles[role] if s["Sid"] == sid)
    head = listed(made["Resource"])[0].split(":")[:ARN_HEAD]
    return ":".join([*head, "*"])
