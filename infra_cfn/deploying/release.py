"""A release, from packages to answers: each step may be repeated, and so may the whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from infra_cfn.api_address import api_address
from infra_cfn.deploy import STACKS, deploy, stack_name
from infra_cfn.deploying.call_migration import call_migration
from infra_cfn.deploying.edges import Edges
from infra_cfn.deploying.history import Release, releases, remember
from infra_cfn.deploying.publish import publish
from infra_cfn.deploying.smoke import smoke_test
from infra_cfn.stack import DeployError, find_stack

# What a release runs on is there before the database is migrated for it, and it comes after.
PROGRAMS = STACKS[STACKS.index("migration") + 1 :]
GROUNDWORK = STACKS[: -len(PROGRAMS)]


@dataclass(frozen=True, slots=True)
class Packages:
    """What runs: the zip of the functions, and the bundle of the hosts."""

    function: Path
    bundle: Path


def release(
    edges: Edges,
    environment: str,
    parameters: Mapping[str, str],
    build: Callable[[], Packages],
) -> Mapping[str, str]:
    """Make what is checked out here live, and return all outputs.

    Raises:
        DeployError: a step failed; those before it stay, and running it again goes on from there.
    """
    given = {**regional_facts(edges), **parameters}
    bucket = _deploy(edges, environment, ("code",), given)["CodeBucket"]
    packages = build()
    function = publish(edges.s3, bucket, packages.function)
    wanted = Release(function, publish(edges.s3, bucket, packages.bundle))
    edges.tell(f"Packages are {wanted.code_key} and {wanted.batch_code_key}.")
    given |= wanted.parameters
    outputs = _deploy(edges, environment, GROUNDWORK, given)
    before = releases(edges.s3, bucket, environment)
    # Where nothing runs yet, nothing can miss what a version takes away.
    phase = "expand" if before else "all"
    database = call_migration(edges.functions, outputs["MigrationFunction"], phase)
    edges.tell(f"The database is at {database.revision}.")
    outputs = _deploy(edges, environment, PROGRAMS, given)
    smoke_test(api_address(edges.formation.meta.endpoint_url, outputs))
    contracted = before[-1].contracted if before else database.revision
    remember(edges.s3, bucket, environment, replace(wanted, contracted=contracted))
    edges.tell("It answers.")
    if database.waiting:
        edges.tell(
            f"{', '.join(database.waiting)} take away what only the release before uses. Once"
            " nobody wants to go back: make contract"
        )
    return outputs


def deploy_stacks(
    edges: Edges, environment: str, stacks: Sequence[str], parameters: Mapping[str, str]
) -> Mapping[str, str]:
    """Bring single stacks up to date for the release that is live, and return all outputs."""
    given = {**regional_facts(edges), **parameters}
    bucket = _deploy(edges, environment, (), {}).get("CodeBucket")
    known = releases(edges.s3, bucket, environment) if bucket else []
    packages = known[-1].parameters if known else {}
    return _deploy(edges, environment, stacks, {**packages, **given})


def go_back(edges: Edges, environment: str, parameters: Mapping[str, str]) -> Release:
    """Make the release before this one live again, and return it.

    After a release that got stuck half-way or did not answer, that is the one it was to replace.

    Raises:
        DeployError: there is none, or the database no longer has what it uses.
    """
    given = {**regional_facts(edges), **parameters}
    bucket = _code_bucket(edges, environment)
    known = releases(edges.s3, bucket, environment)
    # What got stuck is not among them: the last that is, was live before it.
    back = known[-1:] if _stuck(edges, environment, known) else known[-2:-1]
    if not back:
        raise DeployError(f"There is no release of {environment} to go back to.")
    earlier, live = back[0], known[-1]
    if earlier.contracted != live.contracted:
        raise DeployError(
            f"The database was contracted to {live.contracted} since, and the release before"
            " uses what that took away. Go forward: deploy a release that mends it."
        )
    edges.tell(f"Going back to {earlier.code_key} and {earlier.batch_code_key}.")
    # What is known to work need not prove itself again.
    given |= {**earlier.parameters, "CanaryPace": "AllAtOnce"}
    outputs = _deploy(edges, environment, PROGRAMS, given)
    smoke_test(api_address(edges.formation.meta.endpoint_url, outputs))
    remember(edges.s3, bucket, environment, replace(earlier, gone_back_to=True))
    return earlier


def _stuck(edges: Edges, environment: str, known: Sequence[Release]) -> bool:
    """Say whether a program is not that of the last release which is known to answer."""
    last = known[-1].parameters if known else {}
    stacks = [find_stack(edges.formation, stack_name(environment, name)) for name in PROGRAMS]
    given = [one for found in stacks if found for one in found.get("Parameters", [])]
    return any(
        last.get(one["ParameterKey"], one["ParameterValue"]) != one["ParameterValue"]
        for one in given
    )


def contract(edges: Edges, environment: str) -> str:
    """Take away what only earlier releases used, and return the database's revision.

    Raises:
        DeployError: nothing is live here, or the migration failed.
    """
    outputs = _deploy(edges, environment, (), {})
    known = releases(edges.s3, _code_bucket(edges, environment), environment)
    if not known:
        raise DeployError(f"Nothing of {environment} is live yet.")
    database = call_migration(edges.functions, outputs["MigrationFunction"], "all")
    live = replace(known[-1], contracted=database.revision, gone_back_to=False)
    remember(edges.s3, outputs["CodeBucket"], environment, live)
    return database.revision


def regional_facts(edges: Edges) -> dict[str, str]:
    """Return what differs from region to region, and can be asked."""
    name = f"com.amazonaws.{edges.ec2.meta.region_name}.s3"
    lists = edges.ec2.describe_managed_prefix_lists(
        Filters=[{"Name": "prefix-list-name", "Values": [name]}]
    )["PrefixLists"]
    return {"S3PrefixListId": lists[0]["PrefixListId"]} if lists else {}


def _code_bucket(edges: Edges, environment: str) -> str:
    bucket = _deploy(edges, environment, (), {}).get("CodeBucket")
    if bucket is None:
        raise DeployError(f"Nothing of {environment} is deployed yet.")
    return bucket


def _deploy(
    edges: Edges, environment: str, stacks: Sequence[str], given: Mapping[str, str]
) -> dict[str, str]:
    deployment = deploy(
        edges.formation,
        environment,
        stacks=stacks,
        parameters=given,
        tell=edges.tell,
        agree=edges.agree,
    )
    return deployment.outputs
